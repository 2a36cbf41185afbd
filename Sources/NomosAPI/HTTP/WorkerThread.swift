#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread of its own for work that blocks, which the tasks' threads must not.
enum WorkerThread {
    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a new thread that takes no signals. Gives false if the system has no thread to give.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // The thread takes this reference over; without a thread it is given back here.
        let work = Unmanaged.passRetained(Work(body))
        let isStarted = create(work.toOpaque())
        if !isStarted { work.release() }
        return isStarted
    }

    private static func create(_ context: UnsafeMutableRawPointer) -> Bool {
        #if canImport(Darwin)
            var thread: pthread_t?
            guard pthread_create(&thread, nil, runWork, context) == 0, let thread else { return false }
        #else
            var thread = pthread_t()
            guard pthread_create(&thread, nil, runWork, context) == 0 else { return false }
        #endif
        pthread_detach(thread)
        return true
    }
}

#if canImport(Darwin)
    private func runWork(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        WorkerThread.run(context)
    }
#else
    private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        context.flatMap(WorkerThread.run)
    }
#endif

extension WorkerThread {
    fileprivate static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        // SIGINT and SIGTERM are the main program's affair, and a SIGPIPE from a broken connection, which goes to the
        // thread that writes, must not end the process.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
    }
}
