import StenoJSON

/// A JSON value as it is written: an object keeps the order of its members.
indirect enum OrderedJSON {
    case object([(String, OrderedJSON)])
    case array([OrderedJSON])
    case string(String)
    case integer(Int)
    case number(Double)
    case null

    init(_ text: String?) {
        self = text.map(OrderedJSON.string) ?? .null
    }

    /// A time in seconds, to the millisecond.
    init(_ time: Duration) {
        self = .number(Double(time.inMilliseconds) / 1000)
    }

    /// A confidence, to four decimals.
    init(confidence: Double?) {
        self = confidence.map { .number(($0 * 10_000).rounded() / 10_000) } ?? .null
    }

    /// The value on one line.
    var line: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(JSONText.quoted($0)):\($1.line)" }.joined(separator: ",") + "}"
        case .array(let elements): "[" + elements.map(\.line).joined(separator: ",") + "]"
        case .string(let text): JSONText.quoted(text)
        case .integer(let value): String(value)
        case .number(let value): "\(value)"
        case .null: "null"
        }
    }

    /// The value over several lines; what holds no other containers stays on one.
    func indented(by depth: Int = 0) -> String {
        let inner = String(repeating: "  ", count: depth + 1)
        func lines(_ open: String, _ parts: [String], _ close: String) -> String {
            let outer = String(repeating: "  ", count: depth)
            return "\(open)\n\(inner)" + parts.joined(separator: ",\n\(inner)") + "\n\(outer)\(close)"
        }
        switch self {
        case .object(let members) where members.contains { $0.1.isContainer }:
            return lines("{", members.map { "\(JSONText.quoted($0)): \($1.indented(by: depth + 1))" }, "}")
        case .array(let elements) where elements.contains(where: \.isContainer):
            return lines("[", elements.map { $0.indented(by: depth + 1) }, "]")
        default: return line
        }
    }

    private var isContainer: Bool {
        switch self {
        case .object, .array: true
        default: false
        }
    }
}
