import Foundation

/// How fast a run is, and how long it will take.
struct RunClock {
    let now: () -> Date
    private let earlier: Double
    private let begun: Date
    private var epochBegun: Date
    private var epochAudio = 0.0
    private var audioDone = 0.0

    /// - Parameter earlier: Seconds that earlier parts of a resumed run took.
    init(earlier: Double, now: @escaping () -> Date) {
        self.earlier = earlier
        self.now = now
        begun = now()
        epochBegun = begun
    }

    /// An epoch begins, with so many seconds of audio to be done.
    mutating func begin(audio: Double) {
        epochBegun = now()
        epochAudio = audio
        audioDone = 0
    }

    mutating func add(audio: Double) {
        audioDone += audio
    }

    /// Seconds since the run began, all its parts together.
    var elapsedSeconds: Double { earlier + now().timeIntervalSince(begun) }

    var elapsed: Duration { .seconds(elapsedSeconds) }

    /// Seconds of training audio in each second of this epoch.
    var speed: Double { audioDone / max(now().timeIntervalSince(epochBegun), 1e-9) }

    /// The time the rest of the epoch and so many more epochs would take.
    func timeLeft(epochs: Int) -> Duration {
        let audio = max(epochAudio - audioDone, 0) + Double(epochs) * epochAudio
        return .seconds(audioDone > 0 ? audio / speed : 0)
    }
}
