public import FoundationEssentials
public import StenoAcousticModel
public import StenoAudio
import StenoDecoding
import StenoFeatures
public import StenoTranscript

/// Recognizes speech: a model, a search, and the voices it knows.
///
/// ```swift
/// let recognizer = try Recognizer(model: bundle)
/// var reader = try AudioReader(at: file, sampleRate: recognizer.sampleRate)
/// let transcript = try recognizer.transcript(of: &reader)
/// ```
public struct Recognizer: Sendable {
    /// The acoustic model.
    public let model: AcousticModel
    let decoder: Decoder

    /// Opens a model bundle.
    ///
    /// - Parameters:
    ///   - folder: The bundle's folder; its subfolder `speaker`, where there is one, tells voices apart.
    ///   - options: How to decode, and which voices to expect.
    /// - Throws: `ModelError`, `SpeakerError` or `RecognizerError`, saying what is wrong with the bundle.
    public init(model folder: URL, options: RecognizerOptions = RecognizerOptions()) throws {
        let calibration = try DecoderCalibration(bundle: folder)
        var decoding = options.decoding
        decoding.timeCorrection = calibration.wordTimes
        decoding.calibration = calibration.confidence
        model = try AcousticModel(at: folder)
        decoder = Decoder(
            tokenizer: model.tokenizer, timing: FrameTiming(frameDuration: model.frameDuration), options: decoding)
    }

    /// The rate that samples have to have.
    public var sampleRate: SampleRate { model.features.sampleRate }

    /// Starts to listen to a stream.
    ///
    /// - Throws: `ModelError.notStreaming` when the model needs the whole recording.
    public func makeSession() throws -> RecognizerSession {
        try RecognizerSession(
            sampleRate: sampleRate, features: model.features.makeStream(), emissions: model.makeStream(),
            decoder: decoder.makeStream())
    }

    /// The transcript of a recording: what a session's final segments say.
    ///
    /// - Parameter reader: A single track at `sampleRate`; read to its end, never held whole by a streaming model.
    public func transcript(of reader: inout AudioReader) throws -> Transcript {
        precondition(reader.sampleRate == sampleRate, "audio at \(reader.sampleRate) for a model at \(sampleRate)")
        guard model.isStreaming else { return try transcript(ofWhole: reader.readAll()) }
        var session = try makeSession()
        var events: [StreamEvent] = []
        while let samples = try reader.next() { events += session.accept(samples) }
        return try Transcript(finalsOf: events + session.finish())
    }

    /// The transcript of a recording whose channels are tracks of their own, each with a speaker of its own.
    ///
    /// - Parameter reader: Tracks at `sampleRate`, opened with `.separate`; never held whole.
    /// - Returns: The segments of all channels by their start; speakers are called `Channel 1` and so on.
    public func transcriptOfChannels(of reader: inout AudioReader) throws -> Transcript {
        precondition(reader.sampleRate == sampleRate, "audio at \(reader.sampleRate) for a model at \(sampleRate)")
        var sessions = try (0..<reader.trackCount).map { _ in try makeSession() }
        var events = sessions.map { _ in [StreamEvent]() }
        while let tracks = try reader.nextTracks() {
            for (index, samples) in tracks.enumerated() { events[index] += sessions[index].accept(samples) }
        }
        let transcripts = try sessions.indices.map { index in
            try Transcript(finalsOf: events[index] + sessions[index].finish())
        }
        return Transcript(channels: transcripts)
    }

    /// The transcript of a recording that is heard at once, as offline models need it.
    private func transcript(ofWhole recording: AudioBuffer) throws -> Transcript {
        let features = model.features.features(of: recording)
        var transcript = decoder.transcript(of: model.emissions(for: features))
        transcript.duration = recording.duration
        return transcript
    }
}
