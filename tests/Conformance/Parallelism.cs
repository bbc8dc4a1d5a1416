// Most of them wait: for hosts that start, leases that end, timers.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
