import Foundation

/// What Ctrl-C and `kill` mean for a command.
enum Interruption {
    /// From now on the first interrupt ends standard input, so that what was heard is finished and written;
    /// the second one kills the program.
    static func endsStandardInput() {
        unblock()
        for signal in [SIGINT, SIGTERM] {
            _ = Foundation.signal(signal) { number in
                // Only async-signal-safe calls here. An empty file in the place of standard input ends it.
                let nothing = unsafe open("/dev/null", O_RDONLY)
                dup2(nothing, STDIN_FILENO)
                close(nothing)
                _ = Foundation.signal(number, SIG_DFL)
            }
        }
    }

    /// From now on an interrupt says how a training run goes on, and then kills the program as it always does: what
    /// lies on the disk is whole at any moment.
    static func explainsResuming() {
        unblock()
        for signal in [SIGINT, SIGTERM] where !isIgnored(signal) {
            _ = Foundation.signal(signal) { number in
                // Only async-signal-safe calls here: a literal has its address without a call.
                let text: StaticString = "\nsteno: interrupted; the same command with --resume goes on\n"
                _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                _ = Foundation.signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// A program started from a thread that blocks signals, as worker threads do, would inherit the block.
    private static func unblock() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether whoever started the program wants it to live on, as a shell script does with what it runs behind itself.
    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
