/// Brings texts from anywhere into the form a model learns and is scored on.
///
/// In this order: Unicode's composed form (NFC); typographic apostrophes become `'`; letters change case as asked;
/// punctuation, apostrophes that are quotes and invisible characters go; white space becomes single spaces. Numbers
/// and symbols stay as they come. Nothing depends on the language, so every script passes unchanged but for its case
/// and its punctuation.
public struct TextNormalizer: Hashable, Sendable, Codable {
    /// What becomes of capital and small letters.
    public enum LetterCase: String, Hashable, Sendable, Codable {
        case lower, upper, kept
    }

    /// What becomes of punctuation (Unicode's general category P).
    public enum Punctuation: String, Hashable, Sendable, Codable {
        /// It parts words, but for `.` and `,` between digits, and for `&`, `@`, `%` and `#`, which are spoken.
        case removed
        case kept
    }

    /// What becomes of apostrophes when punctuation is removed.
    public enum Apostrophes: String, Hashable, Sendable, Codable {
        /// Those between two letters stay, as in `don't`.
        case insideWords
        /// All stay, as in `'tis` and `the boys'`.
        case kept
        /// None stay: `don't` becomes `dont`.
        case removed
    }

    /// What becomes of capital and small letters.
    public var letterCase: LetterCase
    /// What becomes of punctuation.
    public var punctuation: Punctuation
    /// What becomes of apostrophes when punctuation is removed.
    public var apostrophes: Apostrophes

    /// A normalizer; the defaults suit models that write bare words.
    public init(
        letterCase: LetterCase = .lower, punctuation: Punctuation = .removed,
        apostrophes: Apostrophes = .insideWords
    ) {
        self.letterCase = letterCase
        self.punctuation = punctuation
        self.apostrophes = apostrophes
    }

    /// Reads options; those that are missing have their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            letterCase: try values.decodeIfPresent(LetterCase.self, forKey: .letterCase) ?? .lower,
            punctuation: try values.decodeIfPresent(Punctuation.self, forKey: .punctuation) ?? .removed,
            apostrophes: try values.decodeIfPresent(Apostrophes.self, forKey: .apostrophes) ?? .insideWords)
    }

    private enum CodingKeys: String, CodingKey {
        case letterCase = "letter_case"
        case punctuation, apostrophes
    }

    /// The text in normal form.
    public func normalize(_ text: String) -> String {
        let scalars = changeCase(of: text.composed).unicodeScalars.map(\.withPlainApostrophe)
        var result = String.UnicodeScalarView()
        var spaceIsDue = false
        for place in scalars.indices {
            switch fate(of: place, in: scalars) {
            case .dropped: break
            case .parting: spaceIsDue = !result.isEmpty
            case .kept:
                if spaceIsDue { result.append(" ") }
                spaceIsDue = false
                result.append(scalars[place])
            }
        }
        return String(result).composed
    }

    private func changeCase(of text: String) -> String {
        switch letterCase {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .kept: text
        }
    }
}

extension TextNormalizer {
    private enum Fate {
        case kept, dropped
        /// It goes, and what stands on its sides becomes two words.
        case parting
    }

    private func fate(of place: Int, in scalars: [Unicode.Scalar]) -> Fate {
        let scalar = scalars[place]
        if scalar.isSpace { return .parting }
        if scalar.isInvisible { return .dropped }
        guard punctuation == .removed, scalar == "'" || scalar.isPunctuation else { return .kept }
        switch scalar {
        case "&", "@", "%", "#": return .kept
        case ".", ",": return stands(at: place, in: scalars, between: \.isDigit) ? .kept : .parting
        case "'": return fateOfApostrophe(isInside: stands(at: place, in: scalars, between: \.isPartOfWord))
        default: return .parting
        }
    }

    private func fateOfApostrophe(isInside: Bool) -> Fate {
        switch apostrophes {
        case .kept: .kept
        case .insideWords: isInside ? .kept : .parting
        case .removed: isInside ? .dropped : .parting
        }
    }

    private func stands(at place: Int, in scalars: [Unicode.Scalar], between isKind: (Unicode.Scalar) -> Bool)
        -> Bool
    {
        place > 0 && place + 1 < scalars.count && isKind(scalars[place - 1]) && isKind(scalars[place + 1])
    }
}

extension Unicode.Scalar {
    /// `'` for right and left single quotes, the modifier letter, the fullwidth form, and accents used in their place.
    fileprivate var withPlainApostrophe: Unicode.Scalar {
        switch self {
        case "’", "‘", "ʼ", "＇", "´", "`": "'"
        default: self
        }
    }

    /// Soft hyphen, zero-width space, word joiner and byte-order mark: seen by nobody, part of no word. The joiners
    /// of Persian and Indic scripts are not among them; they matter.
    fileprivate var isInvisible: Bool {
        switch self {
        case "\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}": true
        default: false
        }
    }

    fileprivate var isPunctuation: Bool {
        if ("a"..."z").contains(self) || ("A"..."Z").contains(self) { return false }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    fileprivate var isDigit: Bool {
        properties.generalCategory == .decimalNumber
    }

    fileprivate var isPartOfWord: Bool {
        properties.isAlphabetic || isDigit || properties.generalCategory == .nonspacingMark
    }
}
