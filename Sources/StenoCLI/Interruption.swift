import Foundation

/// What Ctrl-C and `kill` mean for a command that reads standard input to its end.
enum Interruption {
    /// From now on the first interrupt ends standard input, so that what was heard is finished and written;
    /// the second one kills the program.
    static func endsStandardInput() {
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
}
