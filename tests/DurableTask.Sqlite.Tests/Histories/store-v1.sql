BEGIN TRANSACTION;
CREATE TABLE entities (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (name, entity_key));
INSERT INTO "entities" VALUES(1,'ledger','sample',2,'{"entries":["9bceb884-ce75-8cca-9c4b-c120595f9580","2026-11-28T00:59:57.3130181Z"]}');
INSERT INTO "entities" VALUES(2,'ledger','Big',12,'{"entries":["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx2","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx3","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx4","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx5","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx6","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx7","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx8","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx9","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx10","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx11"]}');
INSERT INTO "entities" VALUES(3,'ledger','many',9,'{"entries":["entry 0","entry 1","entry 2","entry 3","entry 4","entry 5","entry 6","entry 7","entry 8"]}');
CREATE TABLE entity_ops (
    entity INTEGER NOT NULL,
    version INTEGER NOT NULL,
    operation TEXT NOT NULL,
    input TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (entity, version)) WITHOUT ROWID;
INSERT INTO "entity_ops" VALUES(2,13,'Add','"late0"',639314243980628759);
INSERT INTO "entity_ops" VALUES(2,14,'Add','"late1"',639314243980746952);
INSERT INTO "entity_ops" VALUES(2,15,'Add','"late2"',639314243980753592);
INSERT INTO "entity_ops" VALUES(2,16,'Add','"late3"',639314243980758788);
INSERT INTO "entity_ops" VALUES(2,17,'Add','"late4"',639314243980763730);
INSERT INTO "entity_ops" VALUES(2,18,'Add','"late5"',639314243980768418);
CREATE TABLE history (
    instance INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (instance, seq)) WITHOUT ROWID;
INSERT INTO "history" VALUES(1,0,'[{"kind":"ExecutionStarted","at":639314243971193560},{"kind":"ActivityScheduled","id":0,"name":"echo","payload":"hello"}]');
INSERT INTO "history" VALUES(1,1,'[{"kind":"ActivityCompleted","at":639314243971844453,"id":0,"payload":"hello"},{"kind":"ActivityScheduled","id":1,"name":"fail","payload":"hello"}]');
INSERT INTO "history" VALUES(1,2,'[{"kind":"ActivityFailed","at":639314243972200960,"id":1,"target":"System.InvalidOperationException","message":"hello"},{"kind":"EntityCalled","id":2,"name":"Add","target":"@ledger@sample"}]');
INSERT INTO "history" VALUES(1,3,'[{"kind":"EntityReplied","at":639314243972700431,"id":2,"payload":1},{"kind":"EntityCalled","id":3,"name":"AddThenThrow","target":"@ledger@sample"}]');
INSERT INTO "history" VALUES(1,4,'[{"kind":"EntityFailed","at":639314243973130181,"id":3,"message":"half done"},{"kind":"EntitySignaled","id":4,"name":"Add","target":"@ledger@sample"},{"kind":"TimerCreated","id":5,"fireAt":639314279973130181},{"kind":"TimerCreated","id":6,"fireAt":639314243973140181}]');
INSERT INTO "history" VALUES(1,5,'[{"kind":"TimerFired","at":639314243978477797,"id":6}]');
INSERT INTO "history" VALUES(2,0,'[{"kind":"ExecutionStarted","at":639314243978625106}]');
INSERT INTO "history" VALUES(3,0,'[{"kind":"ExecutionStarted","at":639314243979219292},{"kind":"ExecutionFailed","at":639314243979234770,"target":"System.InvalidOperationException","message":"told you so"}]');
INSERT INTO "history" VALUES(4,0,'[{"kind":"ExecutionStarted","at":639314243979579856},{"kind":"ActivityScheduled","id":0,"name":"hang","payload":"again"}]');
INSERT INTO "history" VALUES(5,0,'[{"kind":"ExecutionStarted","at":639314243979825414}]');
INSERT INTO "history" VALUES(5,1,'[{"kind":"ExecutionTerminated","at":639314243979875205,"message":"not wanted"}]');
INSERT INTO "history" VALUES(6,0,'[{"kind":"ExecutionStarted","at":639314243980774128},{"kind":"EntityCalled","id":0,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":1,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":2,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":3,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":4,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":5,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":6,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":7,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":8,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":9,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":10,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":11,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":12,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":13,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":14,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":15,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":16,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":17,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":18,"name":"Add","target":"@ledger@many"},{"kind":"EntityCalled","id":19,"name":"Add","target":"@ledger@many"}]');
INSERT INTO "history" VALUES(7,0,'[{"kind":"ExecutionStarted","at":639314243980984531},{"kind":"EventSent","id":0,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":1,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":2,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":3,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":4,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":5,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":6,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":7,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":8,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":9,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":10,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":11,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":12,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":13,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":14,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":15,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":16,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":17,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":18,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":19,"name":"other","target":"waiter-1"},{"kind":"EventSent","id":20,"name":"go","target":"waiter-1"},{"kind":"ExecutionCompleted","at":639314243980984531}]');
CREATE TABLE instances (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    execution INTEGER NOT NULL,
    input TEXT,
    output TEXT,
    custom_status TEXT,
    failure TEXT);
INSERT INTO "instances" VALUES(1,'sample-1','sample',1,639314243971122205,639314243978477633,0,'"hello"',NULL,'"begun"',NULL);
INSERT INTO "instances" VALUES(2,'waiter-1','waiter',1,639314243978624706,639314243978624756,0,'"in "',NULL,NULL,NULL);
INSERT INTO "instances" VALUES(3,'thrower-1','thrower',4,639314243979218985,639314243979231637,0,'"x"',NULL,NULL,'told you so');
INSERT INTO "instances" VALUES(4,'hanger-1','hanger',1,639314243979579528,639314243979579580,0,'"again"',NULL,NULL,NULL);
INSERT INTO "instances" VALUES(5,'gone','waiter',5,639314243979824916,639314243979875123,0,'"x"',NULL,NULL,'not wanted');
INSERT INTO "instances" VALUES(6,'caller-1','caller',1,639314243980773858,639314243980773917,0,'"x"',NULL,NULL,NULL);
INSERT INTO "instances" VALUES(7,'sender-1','sender',3,639314243980984293,639314243980984316,0,'"x"','"sent"',NULL,NULL);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL);
INSERT INTO "messages" VALUES(10,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 9\u0022","caller":"caller-1","execution":0,"callId":9}');
INSERT INTO "messages" VALUES(11,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 10\u0022","caller":"caller-1","execution":0,"callId":10}');
INSERT INTO "messages" VALUES(12,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 11\u0022","caller":"caller-1","execution":0,"callId":11}');
INSERT INTO "messages" VALUES(13,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 12\u0022","caller":"caller-1","execution":0,"callId":12}');
INSERT INTO "messages" VALUES(14,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 13\u0022","caller":"caller-1","execution":0,"callId":13}');
INSERT INTO "messages" VALUES(15,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 14\u0022","caller":"caller-1","execution":0,"callId":14}');
INSERT INTO "messages" VALUES(16,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 15\u0022","caller":"caller-1","execution":0,"callId":15}');
INSERT INTO "messages" VALUES(17,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 16\u0022","caller":"caller-1","execution":0,"callId":16}');
INSERT INTO "messages" VALUES(18,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 17\u0022","caller":"caller-1","execution":0,"callId":17}');
INSERT INTO "messages" VALUES(19,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 18\u0022","caller":"caller-1","execution":0,"callId":18}');
INSERT INTO "messages" VALUES(20,'{"$type":"entityRequest","name":"ledger","key":"many","operation":"Add","input":"\u0022entry 19\u0022","caller":"caller-1","execution":0,"callId":19}');
INSERT INTO "messages" VALUES(21,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":0,"result":"1"}');
INSERT INTO "messages" VALUES(22,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":1,"result":"2"}');
INSERT INTO "messages" VALUES(23,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":2,"result":"3"}');
INSERT INTO "messages" VALUES(24,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x0\u0022"}');
INSERT INTO "messages" VALUES(25,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x1\u0022"}');
INSERT INTO "messages" VALUES(26,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x2\u0022"}');
INSERT INTO "messages" VALUES(27,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x3\u0022"}');
INSERT INTO "messages" VALUES(28,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x4\u0022"}');
INSERT INTO "messages" VALUES(29,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x5\u0022"}');
INSERT INTO "messages" VALUES(30,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x6\u0022"}');
INSERT INTO "messages" VALUES(31,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x7\u0022"}');
INSERT INTO "messages" VALUES(32,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x8\u0022"}');
INSERT INTO "messages" VALUES(33,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x9\u0022"}');
INSERT INTO "messages" VALUES(34,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x10\u0022"}');
INSERT INTO "messages" VALUES(35,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x11\u0022"}');
INSERT INTO "messages" VALUES(36,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x12\u0022"}');
INSERT INTO "messages" VALUES(37,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x13\u0022"}');
INSERT INTO "messages" VALUES(38,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x14\u0022"}');
INSERT INTO "messages" VALUES(39,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x15\u0022"}');
INSERT INTO "messages" VALUES(40,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x16\u0022"}');
INSERT INTO "messages" VALUES(41,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x17\u0022"}');
INSERT INTO "messages" VALUES(42,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x18\u0022"}');
INSERT INTO "messages" VALUES(43,'{"$type":"event","instance":"waiter-1","name":"other","payload":"\u0022x19\u0022"}');
INSERT INTO "messages" VALUES(44,'{"$type":"event","instance":"waiter-1","name":"go","payload":"\u0022sent\u0022"}');
INSERT INTO "messages" VALUES(45,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":3,"result":"4"}');
INSERT INTO "messages" VALUES(46,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":4,"result":"5"}');
INSERT INTO "messages" VALUES(47,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":5,"result":"6"}');
INSERT INTO "messages" VALUES(48,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":6,"result":"7"}');
INSERT INTO "messages" VALUES(49,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":7,"result":"8"}');
INSERT INTO "messages" VALUES(50,'{"$type":"entityReply","instance":"caller-1","execution":0,"callId":8,"result":"9"}');
CREATE INDEX instances_active ON instances (key) WHERE status < 3;
CREATE INDEX instances_ended ON instances (updated) WHERE status >= 3;
COMMIT;
PRAGMA user_version = 1;
