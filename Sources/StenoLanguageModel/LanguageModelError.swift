/// What can be wrong with a language model's files.
public enum LanguageModelError: Error, Equatable, Sendable {
    /// A file cannot be opened or read.
    case unreadable(file: String, reason: String)
    /// A file cannot be written.
    case unwritable(file: String, reason: String)
    /// An ARPA file breaks its format.
    case badArpa(file: String, line: Int, reason: String)
    /// A binary file is not one of ours, is damaged, or is from another version.
    case badBinary(file: String, reason: String)
    /// Options or a text from which no model can be estimated.
    case cannotEstimate(reason: String)
}

extension LanguageModelError: CustomStringConvertible {
    /// The file, what is wrong with it, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file) cannot be written: \(reason)"
        case .badArpa(let file, let line, let reason): "\(file), line \(line): \(reason)"
        case .badBinary(let file, let reason):
            "\(file) is no language model that can be used: \(reason). Build it anew with steno lm build."
        case .cannotEstimate(let reason): "no language model can be estimated: \(reason)"
        }
    }
}
