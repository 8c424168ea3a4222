import Foundation

/// What went wrong, in words: errors of the library describe themselves; those of Foundation are reduced to the file
/// and to what the system says, as in "out.json: No space left on device".
func reason(of error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    return error.filePath.map { "\($0): \(error.systemReason)" } ?? error.systemReason
}

extension CocoaError {
    /// The system's own words, as in "Permission denied".
    var systemReason: String {
        // Foundation wraps the system's error in one of two types.
        let cause = unsafe userInfo[NSUnderlyingErrorKey]
        let code = (cause as? POSIXError)?.code.rawValue ?? (cause as? NSError).map { Int32($0.code) }
        guard let code, let text = unsafe strerror(code) else { return localizedDescription }
        return unsafe String(cString: text)
    }
}

/// Something that could not be written, with the way out.
struct OutputFailure: Error, CustomStringConvertible {
    let description: String
}
