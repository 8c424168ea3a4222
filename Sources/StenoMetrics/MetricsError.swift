/// What makes a figure impossible.
package enum MetricsError: Error, Hashable, Sendable {
    /// Two runs to compare did not recognize the same utterances.
    case differentUtterances(String)
    /// A line of a file, counted from 1, is not what it should be.
    case malformed(line: Int, String)
}

extension MetricsError: CustomStringConvertible {
    /// The error in a sentence for people.
    package var description: String {
        switch self {
        case .differentUtterances(let fact): "The runs cannot be compared: \(fact)."
        case .malformed(let line, let fact): "Line \(line): \(fact)."
        }
    }
}
