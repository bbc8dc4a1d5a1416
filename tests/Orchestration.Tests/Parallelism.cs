using Xunit;

// Most tests wait most of the time: for a retry, a timer, the next look of an erasure.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
