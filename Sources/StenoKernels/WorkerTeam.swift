import CKernels
import Glibc
import Synchronization

/// The threads that help with kernels. They wait awake for a moment after each piece of work, since the products of one
/// frame come within microseconds of one another, and then sleep.
///
/// One caller at a time has their help; another meanwhile gets none (`Workers` then asks the system).
final class WorkerTeam: Sendable {
    static let shared = WorkerTeam(helpers: max(0, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

    /// How many threads there are besides the caller's.
    private let helpers: Int
    private let isTaken = Atomic(false)
    /// Counts the jobs, so that a helper knows a new one.
    private let jobs = Atomic(0)
    private let isOpen = Atomic(false)
    /// Helpers that may be at the job.
    private let present = Atomic(0)
    /// Helpers that the job still has a place for.
    private let places = Atomic(0)
    private let asleep = Atomic(0)
    private let job = Job()
    private let bed = Bed()

    /// What a helper does: written by the caller before the job opens and read by helpers while it is open.
    private final class Job: @unchecked Sendable {
        var work: () -> Void = {}
        /// Where the caller runs.
        var processor: Int32 = 0
    }

    /// Where helpers sleep. `@unchecked Sendable`: made once, and used as POSIX says.
    private final class Bed: @unchecked Sendable {
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(condition, nil)
        }
    }

    private init(helpers: Int) {
        self.helpers = helpers
        for _ in 0..<helpers {
            var thread = pthread_t()
            // The team lives as long as the program.
            let team = Unmanaged.passRetained(self).toOpaque()
            pthread_create(
                &thread, nil,
                { team in
                    if let team { Unmanaged<WorkerTeam>.fromOpaque(team).takeUnretainedValue().help() }
                    return nil
                }, team)
            pthread_detach(thread)
        }
    }

    /// Runs `work` on the calling thread and on up to `count` others, and waits for all that began.
    ///
    /// - Returns: false, nothing having been done, when another caller has the team.
    func run(helpers count: Int, _ work: () -> Void) -> Bool {
        guard helpers > 0,
            isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
        else { return false }
        withoutActuallyEscaping(work) { work in
            job.work = work
            job.processor = StenoProcessor()
            places.store(min(count, helpers), ordering: .relaxed)
            isOpen.store(true, ordering: .sequentiallyConsistent)
            jobs.add(1, ordering: .sequentiallyConsistent)
            if asleep.load(ordering: .sequentiallyConsistent) > 0 { wake() }
            work()
            isOpen.store(false, ordering: .sequentiallyConsistent)
            waitAwake { present.load(ordering: .acquiring) == 0 }
            job.work = {}
        }
        isTaken.store(false, ordering: .releasing)
        return true
    }

    private func help() {
        // Signals are for the threads of the program.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var seen = 0
        while true {
            waitForJob(after: seen)
            seen = jobs.load(ordering: .sequentiallyConsistent)
            present.add(1, ordering: .sequentiallyConsistent)
            if isOpen.load(ordering: .sequentiallyConsistent),
                places.subtract(1, ordering: .relaxed).oldValue > 0
            {
                StenoLeaveProcessor(job.processor)
                job.work()
            }
            present.subtract(1, ordering: .releasing)
        }
    }

    private func waitForJob(after seen: Int) {
        if isReady(within: Self.patience, { jobs.load(ordering: .acquiring) != seen }) { return }
        pthread_mutex_lock(bed.mutex)
        asleep.add(1, ordering: .sequentiallyConsistent)
        while jobs.load(ordering: .sequentiallyConsistent) == seen {
            pthread_cond_wait(bed.condition, bed.mutex)
        }
        asleep.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(bed.mutex)
    }

    private func wake() {
        pthread_mutex_lock(bed.mutex)
        pthread_cond_broadcast(bed.condition)
        pthread_mutex_unlock(bed.mutex)
    }

    /// How often a thread looks before it sleeps: about a tenth of a millisecond.
    private static let patience = 5_000
}

/// Waits for another thread that is about to be ready: awake at first, then letting others have the processor.
func waitAwake(until condition: () -> Bool) {
    if isReady(within: 4_000, condition) { return }
    while !condition() { sched_yield() }
}

/// Looks so often, awake, whether another thread is ready.
func isReady(within patience: Int, _ condition: () -> Bool) -> Bool {
    for _ in 0..<patience {
        if condition() { return true }
        StenoSpinWait()
    }
    return false
}
