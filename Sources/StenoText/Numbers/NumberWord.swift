/// What an English word says in a number.
enum NumberWord: Hashable, Sendable {
    /// `one` to `nine`.
    case unit(Int)
    /// `zero`, and `oh` where it stands for it.
    case zero
    case oh
    /// `ten` to `nineteen`.
    case teen(Int)
    /// `twenty` to `ninety`.
    case ten(Int)
    case hundred
    /// `thousand`, `million`, `billion`.
    case scale(Int)
    case point
    case and
    case minus

    /// What a word says, and whether it is an ordinal (`third`, `twentieth`); `nil` for a word that says no number.
    static func meaning(of word: some StringProtocol) -> (NumberWord, isOrdinal: Bool)? {
        let word = word.lowercased()
        if let cardinal = cardinals[word] { return (cardinal, false) }
        return ordinals[word].map { ($0, true) }
    }

    private static let units = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    private static let teens = [
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
        "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let scales = ["thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000]

    private static let cardinals: [String: NumberWord] = {
        var words: [String: NumberWord] = [
            "zero": .zero, "oh": .oh, "hundred": .hundred, "point": .point, "and": .and, "minus": .minus,
        ]
        for (index, word) in units.enumerated() { words[word] = .unit(index + 1) }
        for (index, word) in teens.enumerated() { words[word] = .teen(index + 10) }
        for (index, word) in tens.enumerated() { words[word] = .ten((index + 2) * 10) }
        for (word, value) in scales { words[word] = .scale(value) }
        return words
    }()

    private static let ordinals: [String: NumberWord] = {
        let irregular = [
            "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
            "nine": "ninth", "twelve": "twelfth",
        ]
        var words: [String: NumberWord] = [:]
        for (word, meaning) in cardinals where ![.zero, .oh, .point, .and, .minus].contains(meaning) {
            let regular = word.hasSuffix("y") ? word.dropLast() + "ieth" : word + "th"
            words[irregular[word] ?? regular] = meaning
        }
        return words
    }()
}
