public import FoundationEssentials
public import StenoAudio

/// Why a recognizer cannot be made or cannot do what was asked.
public enum RecognizerError: Error {
    /// The bundle's `decoder_config.json` is not one.
    case badCalibration(file: URL, reason: String)
    /// The bundle's two models hear at different sample rates.
    case differentRates(model: SampleRate, speakers: SampleRate)
    /// The model needs the whole recording and a stream was asked for.
    case notStreaming(model: String)
}

extension RecognizerError: CustomStringConvertible {
    /// One line: the thing, the fact, the way out.
    public var description: String {
        switch self {
        case .badCalibration(let file, let reason):
            "\(file.path(percentEncoded: false)) cannot be read: \(reason). Restore it, or remove it to do without."
        case .differentRates(let model, let speakers):
            "the model hears at \(model) and its speaker model at \(speakers). Use a speaker model of the same rate, "
                + "or switch speakers off."
        case .notStreaming(let model):
            "the model \(model) needs the whole recording and cannot follow a stream. Use a model whose config.json "
                + "says \"streaming\": true, or `steno transcribe`."
        }
    }
}
