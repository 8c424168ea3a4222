public import FoundationEssentials
public import StenoAudio

/// Why a recognizer cannot be made or cannot do what was asked.
public enum RecognizerError: Error {
    /// The bundle's `decoder_config.json` is not one.
    case badCalibration(file: URL, reason: String)
    /// The model was asked for phonemes, and has learned none.
    case noPhonemes(model: URL)
    /// Voices are heard at 16 kHz, the model at another rate.
    case wrongRateForSpeakers(model: SampleRate)
}

extension RecognizerError: CustomStringConvertible {
    /// One line: the thing, the fact, the way out.
    public var description: String {
        switch self {
        case .badCalibration(let file, let reason):
            "\(file.path(percentEncoded: false)) cannot be read: \(reason). Restore it, or remove it to do without."
        case .noPhonemes(let model):
            "\(model.path(percentEncoded: false)) has learned no phonemes. Recognize by spelling."
        case .wrongRateForSpeakers(let model):
            "the model hears at \(model), and voices are told apart at \(SampleRate.speech). Switch speakers off."
        }
    }
}
