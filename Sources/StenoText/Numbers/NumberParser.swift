/// Reads English numbers from a list of words, at a given place.
///
/// Each rule takes a place and says what it found there and where it ended, or that it found nothing.
struct NumberParser {
    typealias Meaning = (word: NumberWord, isOrdinal: Bool)

    /// A number and the place after its last word.
    struct Found {
        var value: Int
        var end: Int
        var isOrdinal = false
    }

    /// What each word says; `nil` where it says no number.
    let words: [Meaning?]

    /// The number as it is written that starts at a place: the longest reading of all rules.
    func written(at place: Int) -> (text: String, end: Int)? {
        let readings = [digits(at: place), decimal(at: place), year(at: place), whole(at: place)].compactMap(
            \.self)
        return readings.max { $0.end < $1.end }
    }

    /// The word at a place unless it is an ordinal, which only ends numbers.
    private func cardinal(_ place: Int) -> NumberWord? {
        guard place < words.count, let (word, isOrdinal) = words[place], !isOrdinal else { return nil }
        return word
    }

    private func isOrdinal(_ place: Int) -> Bool {
        words[place]?.isOrdinal == true
    }

    private func word(_ place: Int) -> NumberWord? {
        place < words.count ? words[place]?.word : nil
    }

    private func digit(_ place: Int) -> Int? {
        switch cardinal(place) {
        case .unit(let value): value
        case .zero, .oh: 0
        default: nil
        }
    }
}

/// Whole numbers.
extension NumberParser {
    private func whole(at place: Int) -> (text: String, end: Int)? {
        let isNegative = cardinal(place) == .minus
        guard let found = thousands(at: isNegative ? place + 1 : place) else { return nil }
        let digits = (isNegative ? "-" : "") + String(found.value)
        return (found.isOrdinal ? digits + Self.ordinalSuffix(of: found.value) : digits, found.end)
    }

    static func ordinalSuffix(of value: Int) -> String {
        if (11...13).contains(value % 100) { return "th" }
        return [1: "st", 2: "nd", 3: "rd"][value % 10] ?? "th"
    }

    /// Groups with falling scales: `two million three hundred thousand and five`.
    private func thousands(at place: Int) -> Found? {
        guard var group = hundreds(at: place) else { return nil }
        var total = Found(value: 0, end: place)
        while !group.isOrdinal, case .scale(let scale) = word(group.end) {
            total = Found(
                value: total.value + group.value * scale, end: group.end + 1, isOrdinal: isOrdinal(group.end))
            guard !total.isOrdinal, let next = hundreds(at: afterAnd(total.end)), next.value > 0,
                !isScale(next.end, atLeast: scale)
            else { return total }
            group = next
        }
        return Found(value: total.value + group.value, end: group.end, isOrdinal: group.isOrdinal)
    }

    private func isScale(_ place: Int, atLeast smallest: Int) -> Bool {
        if case .scale(let scale) = word(place) { scale >= smallest } else { false }
    }

    /// `five`, `nineteen hundred`, `three hundred and twenty first`.
    private func hundreds(at place: Int) -> Found? {
        guard let first = belowHundred(at: place) else { return nil }
        guard !first.isOrdinal, first.value > 0, word(first.end) == .hundred else { return first }
        let whole = Found(value: first.value * 100, end: first.end + 1, isOrdinal: isOrdinal(first.end))
        guard !whole.isOrdinal, let rest = belowHundred(at: afterAnd(whole.end)), rest.value > 0,
            word(rest.end) != .hundred
        else { return whole }
        return Found(value: whole.value + rest.value, end: rest.end, isOrdinal: rest.isOrdinal)
    }

    /// `seven`, `seventeen`, `seventy`, `seventy seven`; the last word may be an ordinal.
    private func belowHundred(at place: Int) -> Found? {
        switch word(place) {
        case .zero: return Found(value: 0, end: place + 1)
        case .unit(let value), .teen(let value):
            return Found(value: value, end: place + 1, isOrdinal: isOrdinal(place))
        case .ten(let tens):
            if !isOrdinal(place), case .unit(let unit) = word(place + 1) {
                return Found(value: tens + unit, end: place + 2, isOrdinal: isOrdinal(place + 1))
            }
            return Found(value: tens, end: place + 1, isOrdinal: isOrdinal(place))
        default: return nil
        }
    }

    private func afterAnd(_ place: Int) -> Int {
        cardinal(place) == .and ? place + 1 : place
    }
}

/// What is not counted but spelled.
extension NumberParser {
    /// Three digits and more: `five five five oh one`.
    private func digits(at place: Int) -> (text: String, end: Int)? {
        guard cardinal(place) != .oh else { return nil }
        var (text, end) = ("", place)
        while let digit = digit(end) {
            text += String(digit)
            end += 1
        }
        // The last digit counts hundreds or thousands when such a word follows.
        switch word(end) {
        case .hundred, .scale: return nil
        default: return text.count >= 3 ? (text, end) : nil
        }
    }

    /// `three point one four`.
    private func decimal(at place: Int) -> (text: String, end: Int)? {
        let start = cardinal(place) == .minus ? place + 1 : place
        guard let whole = thousands(at: start), !whole.isOrdinal, cardinal(whole.end) == .point else {
            return nil
        }
        var (text, end) = ("\(start > place ? "-" : "")\(whole.value).", whole.end + 1)
        while let digit = digit(end) {
            text += String(digit)
            end += 1
        }
        return end > whole.end + 1 ? (text, end) : nil
    }

    /// `nineteen eighty four`, `twenty ten`, `nineteen oh five`: a century from ten to twenty, then its year.
    private func year(at place: Int) -> (text: String, end: Int)? {
        let century: Int
        switch cardinal(place) {
        case .teen(let value): century = value
        case .ten(20): century = 20
        default: return nil
        }
        if cardinal(place + 1) == .oh, case .unit(let year) = cardinal(place + 2) {
            return ("\(century)0\(year)", place + 3)
        }
        guard let year = belowHundred(at: place + 1), year.value >= 10, !year.isOrdinal,
            word(year.end) != .hundred
        else { return nil }
        return ("\(century)\(year.value)", year.end)
    }
}
