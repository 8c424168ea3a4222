import StenoTranscript

/// Processing time over audio time: 0.1 is ten times faster than real time.
package struct RealTimeFactor: Hashable, Sendable {
    package let processing: Duration
    package let audio: Duration

    package init(processing: Duration, audio: Duration) {
        self.processing = processing
        self.audio = audio
    }

    /// `nil` without audio.
    package var value: Double? {
        audio > .zero ? processing.inSeconds / audio.inSeconds : nil
    }
}
