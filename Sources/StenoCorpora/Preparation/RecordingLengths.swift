import FoundationEssentials
import StenoAudio
import StenoTranscript

/// How thoroughly recordings are checked.
package enum AudioCheck: Hashable, Sendable {
    /// Each file is opened and its header believed; quick.
    case header
    /// Each file is decoded to its end, so that one that was cut off is found.
    case everySample
}

/// How long recordings last, each opened once however many utterances it holds.
struct RecordingLengths {
    private let check: AudioCheck
    private var known: [URL: Result<Duration, RecordingFault>] = [:]

    init(check: AudioCheck) {
        self.check = check
    }

    mutating func length(of audio: URL) throws(RecordingFault) -> Duration {
        if let length = known[audio] { return try length.get() }
        let length = Result { () throws(RecordingFault) in try measure(audio) }
        known[audio] = length
        return try length.get()
    }

    /// What the header declares, or what can be decoded where it declares nothing or is not to be believed.
    private func measure(_ audio: URL) throws(RecordingFault) -> Duration {
        let (length, warning) = try read(audio)
        if let warning { throw RecordingFault(reason: .truncatedAudio, detail: warning.description) }
        return length
    }

    private func read(_ audio: URL) throws(RecordingFault) -> (length: Duration, warning: AudioWarning?) {
        do throws(AudioError) {
            var file = try AudioFile(at: audio)
            if check == .header, let declared = file.info.declaredDuration { return (declared, nil) }
            while try !file.next(1 << 16).isEmpty {}
            return (file.info.sampleRate.duration(of: file.framesRead), file.warnings.first)
        } catch {
            throw RecordingFault(error)
        }
    }
}

/// Why a recording cannot be used.
struct RecordingFault: Error {
    var reason: LeftOut.Reason
    var detail: String
}

extension RecordingFault {
    init(_ error: AudioError) {
        detail = error.description
        reason =
            switch error {
            case .missing: .missingAudio
            case .empty, .noSamples: .emptyAudio
            default: .unreadableAudio
            }
    }
}
