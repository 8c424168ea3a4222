/// The symbols a model can emit; a symbol's place is its label.
///
/// Label 0 is CTC's blank, which stands for no symbol.
public struct Vocabulary: Hashable, Sendable {
    /// The label of the blank.
    public static let blank = 0
    /// How the blank is written in vocabulary files.
    public static let blankSymbol = "<blank>"

    /// All symbols by label, the blank first.
    public let symbols: [String]
    private let labels: [String: Int]

    /// A vocabulary of the given symbols.
    ///
    /// - Throws: `TextError.badVocabulary` when the first is not `<blank>`, or one is empty or stands twice.
    public init(symbols: [String]) throws(TextError) {
        guard symbols.first == Self.blankSymbol else {
            throw .badVocabulary(
                "its first symbol is \(symbols.first.map { "\"\($0)\"" } ?? "missing"), not \"<blank>\"")
        }
        var labels: [String: Int] = [:]
        for (label, symbol) in symbols.enumerated() {
            guard !symbol.isEmpty else { throw .badVocabulary("symbol \(label) is empty") }
            if let earlier = labels.updateValue(label, forKey: symbol) {
                throw .badVocabulary("\"\(symbol)\" is both symbol \(earlier) and symbol \(label)")
            }
        }
        self.symbols = symbols
        self.labels = labels
    }

    /// A vocabulary of symbols with their labels, which count from 0.
    ///
    /// - Throws: `TextError.badVocabulary` as above, or when a label is missing or given twice.
    init(labels: [String: Int]) throws(TextError) {
        let sorted = labels.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        for (place, entry) in sorted.enumerated() where entry.value != place {
            throw .badVocabulary(
                "its labels should count from 0, but \"\(entry.key)\" has \(entry.value) in place \(place)")
        }
        try self.init(symbols: sorted.map(\.key))
    }

    /// How many symbols there are, the blank included.
    public var count: Int { symbols.count }

    /// The label of a symbol.
    public func label(of symbol: String) -> Int? {
        labels[symbol]
    }

    /// The symbol of a label.
    public subscript(label: Int) -> String {
        symbols[label]
    }
}
