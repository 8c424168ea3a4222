/// The only sentences that may be said, as rules in a part of the JSpeech Grammar Format (W3C note, 2000).
///
/// A rule is `<name> = … ;`, one of them `public`. It joins words and other rules: one after another, `a | b` for
/// either, `[a]` for perhaps, `(a b)` as a group, `a*` for any number of times, `a+` for at least once. Words are
/// written as the model writes them.
public struct Grammar: Hashable, Sendable {
    /// What may be said at a place of the grammar.
    indirect enum Expansion: Hashable, Sendable {
        case word(String)
        case rule(String)
        case sequence([Expansion])
        case either([Expansion])
        case any(Expansion)
    }

    let rules: [String: Expansion]
    let start: String

    /// A grammar of some phrases: one of them is said.
    public init(phrases: some Sequence<String>) {
        start = "phrase"
        rules = [
            start: .either(
                phrases.map { phrase in
                    .sequence(phrase.split(whereSeparator: \.isWhitespace).map { .word(String($0)) })
                })
        ]
    }

    /// Reads rules.
    ///
    /// - Throws: `DecodingError.badGrammar` with what is not understood.
    public init(reading text: String) throws(DecodingError) {
        var parser = GrammarParser(text)
        (rules, start) = try parser.parse()
        try check(start, inside: [])
    }

    /// Refuses rules that are missing, and those that lead to themselves: they would need a stack.
    private func check(_ rule: String, inside outer: [String]) throws(DecodingError) {
        guard let expansion = rules[rule] else { throw .badGrammar(reason: "there is no rule <\(rule)>") }
        guard !outer.contains(rule) else { throw .badGrammar(reason: "rule <\(rule)> leads to itself") }
        for inner in expansion.ruleNames { try check(inner, inside: outer + [rule]) }
    }
}

extension Grammar.Expansion {
    fileprivate var ruleNames: [String] {
        switch self {
        case .word: []
        case .rule(let name): [name]
        case .sequence(let parts), .either(let parts): parts.flatMap(\.ruleNames)
        case .any(let part): part.ruleNames
        }
    }
}
