extension Grammar {
    /// Reads what users keep in a file: rules, or simply a phrase a line.
    ///
    /// A text whose first line that says something begins with `#JSGF`, `grammar`, `public <` or `<` holds rules. Of
    /// a list of phrases, empty lines and those that begin with `#` count for nothing.
    ///
    /// - Throws: `DecodingError.badGrammar` with what is not understood, or where there is nothing in it.
    public init(phrasesOrRules text: String) throws(DecodingError) {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty && !$0.hasPrefix("//") }
        let isRules = lines.first.map { line in
            ["#JSGF", "grammar ", "public <", "<"].contains { line.hasPrefix($0) }
        }
        if isRules == true {
            try self.init(reading: text)
        } else {
            let phrases = lines.filter { !$0.hasPrefix("#") }
            guard !phrases.isEmpty else { throw .badGrammar(reason: "there is no phrase in it") }
            self.init(phrases: phrases)
        }
    }
}
