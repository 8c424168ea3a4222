public import FoundationEssentials

/// Why a model bundle cannot be used.
public enum ModelError: Error, Equatable {
    /// A file of the bundle is missing or is not what it should be.
    case unreadable(file: URL, reason: String)
    case unwritable(file: URL, reason: String)
    /// `model_type` names a kind of model this version does not have.
    case unknownType(String, known: [String], bundle: URL)
    /// The configuration contradicts itself or asks for the impossible.
    case badConfiguration(key: String, reason: String)
    /// The tensors in `model.safetensors` are not those the configuration asks for.
    case wrongTensors(file: URL, differences: [String])
    /// A stream was asked of a model that needs the whole utterance.
    case notStreaming(type: String)
    /// A look-ahead was asked that is less than the model's least, or the model needs the whole utterance.
    case noLookAhead(asked: Duration, possible: [Duration])
}

extension ModelError: CustomStringConvertible {
    /// The error in a sentence for people.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file.path) cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file.path) cannot be written: \(reason)"
        case .unknownType(let type, let known, let bundle):
            "\(bundle.path) holds a model of type \"\(type)\"; this version knows \(known.joined(separator: ", "))"
        case .badConfiguration(let key, let reason): "\"\(key)\" \(reason)"
        case .wrongTensors(let file, let differences):
            "\(file.path) does not fit its config.json: \(differences.joined(separator: "; "))"
        case .notStreaming(let type):
            "the model (\(type)) needs the whole recording; transcribe the file, or use a model trained with "
                + "\"streaming\": true"
        case .noLookAhead(let asked, let possible):
            possible.first.map { least in
                "the model looks ahead at least \(least.milliseconds); \(asked.milliseconds) is too little for it"
            } ?? "the model needs the whole recording, so no look-ahead can be chosen for it"
        }
    }
}

extension Duration {
    /// Rounded up, as people write it.
    fileprivate var milliseconds: String {
        let (seconds, attoseconds) = components
        return "\(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000) ms"
    }
}
