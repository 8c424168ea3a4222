public import FoundationEssentials

/// Why a safetensors file cannot be read or written.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
    /// The file could not be opened, read or written; `reason` is the system's.
    case unusable(file: URL, reason: String)
    /// The file is not what its header, or the format, says.
    case malformed(file: URL, reason: String)
    /// The file has no tensor of this name.
    case missing(name: String, file: URL)
    /// The tensor has an element type that cannot be read as asked.
    case elementType(name: String, found: String, file: URL)

    /// One line that names the file, the fact and the way out.
    public var description: String {
        switch self {
        case .unusable(let file, let reason):
            "\(file.path): \(reason)"
        case .malformed(let file, let reason):
            "\(file.path) is not a sound safetensors file: \(reason). Copy or convert it again."
        case .missing(let name, let file):
            "\(file.path) has no tensor named \(name). Is it the file of another model?"
        case .elementType(let name, let found, let file):
            "\(file.path): tensor \(name) has elements of type \(found), which cannot be read here. Convert it to F32."
        }
    }
}
