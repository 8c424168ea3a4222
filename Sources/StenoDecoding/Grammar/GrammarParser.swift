/// Reads the rules of a ``Grammar``, by recursive descent.
struct GrammarParser {
    private var tokens: [Substring]
    private var place = 0

    init(_ text: String) {
        tokens = Self.tokens(of: text)
    }

    /// Names in angle brackets, marks, and words; comments and the `#JSGF` header are left out.
    private static func tokens(of text: String) -> [Substring] {
        var tokens: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) {
            var rest = line.drop(while: \.isWhitespace)
            if rest.hasPrefix("#JSGF") || rest.hasPrefix("grammar ") { continue }
            while let first = rest.first, !rest.hasPrefix("//") {
                if first == "<", let end = rest.firstIndex(of: ">") {
                    tokens.append(rest[...end])
                    rest = rest[rest.index(after: end)...]
                } else if "=|()[];*+".contains(first) {
                    tokens.append(rest.prefix(1))
                    rest = rest.dropFirst()
                } else {
                    let word = rest.prefix { !$0.isWhitespace && !"=|()[];*+<".contains($0) }
                    tokens.append(word.isEmpty ? rest.prefix(1) : word)
                    rest = rest.dropFirst(max(1, word.count))
                }
                rest = rest.drop(while: \.isWhitespace)
            }
        }
        return tokens
    }

    mutating func parse() throws(DecodingError) -> (rules: [String: Grammar.Expansion], start: String) {
        var rules: [String: Grammar.Expansion] = [:]
        var start: String?
        while let token = next() {
            let isPublic = token == "public"
            guard let name = isPublic ? next() : token, name.hasPrefix("<"), take("=") else {
                throw .badGrammar(reason: "expected a rule such as <name> = …; at \"\(token)\"")
            }
            let rule = String(name.dropFirst().dropLast())
            guard rules.updateValue(try alternatives(), forKey: rule) == nil else {
                throw .badGrammar(reason: "there are two rules <\(rule)>")
            }
            guard take(";") else { throw .badGrammar(reason: "rule <\(rule)> does not end with \";\"") }
            if isPublic && start == nil { start = rule }
        }
        guard let start = start ?? (rules.count == 1 ? rules.keys.first : nil) else {
            throw .badGrammar(reason: "no rule is marked public")
        }
        return (rules, start)
    }

    private mutating func alternatives() throws(DecodingError) -> Grammar.Expansion {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .either(parts)
    }

    private mutating func sequence() throws(DecodingError) -> Grammar.Expansion {
        var parts: [Grammar.Expansion] = []
        while let token = peek, ![";", "|", ")", "]"].contains(token) {
            let part = try item()
            if take("*") {
                parts.append(.any(part))
            } else if take("+") {
                parts += [part, .any(part)]
            } else {
                parts.append(part)
            }
        }
        guard !parts.isEmpty else {
            throw .badGrammar(reason: "nothing stands before \"\(peek ?? "the end")\"")
        }
        return .sequence(parts)
    }

    private mutating func item() throws(DecodingError) -> Grammar.Expansion {
        let token = next() ?? ""
        switch token {
        case "(":
            let inner = try alternatives()
            guard take(")") else { throw .badGrammar(reason: "a \"(\" is not closed") }
            return inner
        case "[":
            let inner = try alternatives()
            guard take("]") else { throw .badGrammar(reason: "a \"[\" is not closed") }
            return .either([inner, .sequence([])])
        case "*", "+", "=": throw .badGrammar(reason: "\"\(token)\" stands where a word is expected")
        default:
            return token.hasPrefix("<") ? .rule(String(token.dropFirst().dropLast())) : .word(String(token))
        }
    }

    private var peek: Substring? { place < tokens.count ? tokens[place] : nil }

    private mutating func next() -> Substring? {
        defer { place += 1 }
        return peek
    }

    private mutating func take(_ token: Substring) -> Bool {
        guard peek == token else { return false }
        place += 1
        return true
    }
}
