namespace TransVox.Bench.Simulation.Policies;

/// <summary>
/// Jobs as a public service meets them, from a seed: durations with a heavy tail (Pareto), users of very different appetite (Zipf), submissions in
/// batches and in hours of rush, jobs that take several slots, that fail, are reviewed, and are cancelled while they wait.
/// </summary>
internal sealed class Workload
{
    private const double TailOfDurations = 1.5;
    private const double TailOfBatches = 1.2;
    private const double ShortestPhase = 15;
    private const double LongestPhase = 3600;
    private const double RushFactor = 2;
    private const double ShareOfRush = 0.25;
    private const double MeanRushSeconds = 3600;

    private Workload(IReadOnlyList<SimulatedUser> users, JobPlan[] jobs) => (Users, Jobs) = (users, jobs);

    public IReadOnlyList<SimulatedUser> Users { get; }

    /// <summary>In the order of arrival.</summary>
    public JobPlan[] Jobs { get; }

    /// <param name="jobs">How many.</param>
    /// <param name="users">How many.</param>
    /// <param name="slots">Capacity that they are meant for.</param>
    /// <param name="load">Share of it that they need on the average; 0: all arrive at once and none is cancelled or reviewed.</param>
    /// <param name="seed">The same gives the same.</param>
    public static Workload Create(int jobs, int users, int slots, double load, int seed)
    {
        var random = new Random(seed);
        var popularity = Popularity(users);
        // Limits that let everybody through in the end, though not a batch at once.
        var people = Enumerable.Range(0, users)
            .Select(n => new SimulatedUser(
                $"user{n}", 1 << random.Next(3), Math.Max(2, (int)((1.5 + (2.5 * random.NextDouble())) * slots * (popularity[n] - (n == 0 ? 0 : popularity[n - 1])) / popularity[^1]))))
            .ToList();
        var plans = new JobPlan[jobs];
        var batches = new List<int>();
        for (var n = 0; n < jobs;)
        {
            var user = Pick(popularity, random);
            var size = Math.Min(jobs - n, (int)Pareto(random, TailOfBatches, 1, 500));
            batches.Add(size);
            for (var end = n + size; n < end; n++)
                plans[n] = Plan(user, random, arrivesAtOnce: load == 0);
        }

        if (load > 0)
            Arrive(plans, batches, plans.Sum(plan => plan.Work) / (slots * load), random);
        return new Workload(people, plans);
    }

    /// <summary>
    /// No schedule ends earlier: all work at full capacity; all work of one user, as many at once as its limit allows; the longest job; each from the
    /// moments on at which they arrive.
    /// </summary>
    public double LeastMakespan(int slots)
    {
        var (work, longest) = (0.0, 0.0);
        var (all, ofUser) = (0.0, new double[Users.Count]);
        var latest = new double[Users.Count];
        // From the last arrival back: what arrives from a moment on cannot be done before its time has passed.
        for (var n = Jobs.Length - 1; n >= 0; n--)
        {
            ref readonly var job = ref Jobs[n];
            work += job.Work;
            ofUser[job.User] += job.Busy;
            all = Math.Max(all, job.Arrival + (work / slots));
            latest[job.User] = Math.Max(latest[job.User], job.Arrival + (ofUser[job.User] / Users[job.User].Limit));
            longest = Math.Max(longest, job.Arrival + job.Alone);
        }

        return Math.Max(all, Math.Max(longest, latest.Max()));
    }

    /// <summary>Seconds from each job's arrival to its end if nobody else used the service: by its user's limit alone, in the order of arrival.</summary>
    public double[] TimesWithoutOthers()
    {
        var free = Users.Select(user => new PriorityQueue<double, double>(Enumerable.Repeat((0.0, 0.0), user.Limit))).ToList();
        var times = new double[Jobs.Length];
        for (var n = 0; n < Jobs.Length; n++)
        {
            ref readonly var job = ref Jobs[n];
            var start = Math.Max(job.Arrival, free[job.User].Dequeue());
            free[job.User].Enqueue(start + job.Busy, start + job.Busy);
            times[n] = start + job.Alone - job.Arrival;
        }

        return times;
    }

    private static JobPlan Plan(int user, Random random, bool arrivesAtOnce)
    {
        var first = Pareto(random, TailOfDurations, ShortestPhase, LongestPhase);
        var second = first * (0.5 + (0.5 * random.NextDouble()));
        // A failed attempt is done again under the same lease.
        if (random.NextDouble() < 0.03)
            first *= 1 + random.NextDouble();
        var dice = random.NextDouble();
        return new JobPlan
        {
            User = user,
            Cost = dice < 0.85 ? 1 : dice < 0.95 ? 2 : 4,
            Priority = random.Next(10) switch { 0 => 1, 1 => -1, _ => 0 },
            FirstGpu = first,
            Between = 0.3 * first,
            SecondGpu = second,
            Last = 0.1 * first,
            Fails = random.NextDouble() < 0.01,
            Review = !arrivesAtOnce && random.NextDouble() < 0.03 ? 1800 * Math.Exp(Normal(random) - 0.5) : 0,
            CancelAfter = !arrivesAtOnce && random.NextDouble() < 0.01 ? Exponential(random, 300) : 0,
        };
    }

    private static void Arrive(JobPlan[] plans, List<int> batches, double horizon, Random random)
    {
        var calm = (1 - (ShareOfRush * RushFactor)) / (1 - ShareOfRush);
        var (now, rush, until, n) = (0.0, false, Exponential(random, MeanRushSeconds), 0);
        foreach (var size in batches)
        {
            var left = Exponential(random, horizon / batches.Count);
            // The gap passes faster in a rush.
            for (var rate = rush ? RushFactor : calm; now + (left / rate) > until; rate = rush ? RushFactor : calm)
            {
                left -= (until - now) * rate;
                (now, rush) = (until, !rush);
                until += Exponential(random, rush ? MeanRushSeconds : MeanRushSeconds * (1 - ShareOfRush) / ShareOfRush);
            }

            now += left / (rush ? RushFactor : calm);
            for (var end = n + size; n < end; n++)
                plans[n] = plans[n] with { Arrival = now };
        }
    }

    private static double[] Popularity(int users)
    {
        var sums = new double[users];
        for (var (n, sum) = (0, 0.0); n < users; n++)
            sums[n] = sum += 1 / Math.Pow(n + 1, 1.1);
        return sums;
    }

    private static int Pick(double[] sums, Random random)
    {
        var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at, sums.Length - 1);
    }

    /// <summary>Pareto's distribution, bounded at both ends.</summary>
    private static double Pareto(Random random, double tail, double least, double most)
    {
        var cut = 1 - Math.Pow(least / most, tail);
        return least / Math.Pow(1 - (random.NextDouble() * cut), 1 / tail);
    }

    private static double Exponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
