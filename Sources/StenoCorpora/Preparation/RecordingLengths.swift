import FoundationEssentials
import StenoAudio

/// How long recordings last, each opened once however many utterances it holds.
struct RecordingLengths {
    private var known: [URL: Result<Duration, AudioError>] = [:]

    /// The length of a recording: what its header declares, or what can be decoded where it declares nothing.
    mutating func length(of audio: URL) throws(AudioError) -> Duration {
        if let length = known[audio] { return try length.get() }
        let length = Result { () throws(AudioError) in try measure(audio) }
        known[audio] = length
        return try length.get()
    }

    private func measure(_ audio: URL) throws(AudioError) -> Duration {
        var file = try AudioFile(at: audio)
        if let declared = file.info.declaredDuration { return declared }
        while try !file.next(1 << 16).isEmpty {}
        return file.info.sampleRate.duration(of: file.framesRead)
    }
}

extension AudioError {
    /// The error as a reason to leave an utterance out.
    var leftOutReason: LeftOut.Reason {
        switch self {
        case .missing: .missingAudio
        case .empty, .noSamples: .emptyAudio
        default: .unreadableAudio
        }
    }
}
