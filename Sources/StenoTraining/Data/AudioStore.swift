package import FoundationEssentials
package import StenoAudio
import Synchronization

/// Recordings decoded at one sample rate, kept in memory as far as a budget goes.
///
/// Decoding and resampling cost far more than a copy, and every epoch wants the same recordings. When the budget is
/// used up, further recordings are decoded each time: results do not depend on it.
package final class AudioStore: Sendable {
    private struct Kept {
        var recordings: [URL: AudioBuffer] = [:]
        var bytes = 0
    }

    private let kept = Mutex(Kept())
    package let sampleRate: SampleRate
    private let budget: Int

    /// - Parameter megabytes: How much memory recordings may take.
    package init(sampleRate: SampleRate, megabytes: Int) {
        self.sampleRate = sampleRate
        budget = megabytes << 20
    }

    /// A whole recording, its channels averaged. May be called by several threads at once.
    package func recording(_ url: URL) throws(AudioError) -> AudioBuffer {
        if let recording = kept.withLock({ $0.recordings[url] }) { return recording }
        var reader = try AudioReader(at: url, sampleRate: sampleRate)
        let recording = try reader.readAll()
        let bytes = recording.samples.count * MemoryLayout<Float>.stride
        kept.withLock { kept in
            guard kept.recordings[url] == nil, kept.bytes + bytes <= budget else { return }
            kept.recordings[url] = recording
            kept.bytes += bytes
        }
        return recording
    }
}
