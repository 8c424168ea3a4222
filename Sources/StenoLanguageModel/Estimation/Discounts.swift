/// What is taken from an n-gram that counts once, twice, or more often.
struct Discounts: Hashable, Sendable {
    let once: Double
    let twice: Double
    let more: Double

    /// What lmplz's `--discount_fallback` uses, too, where a text is too small or odd to tell.
    static let fallback = Discounts(once: 0.5, twice: 1, more: 1.5)

    private init(once: Double, twice: Double, more: Double) {
        (self.once, self.twice, self.more) = (once, twice, more)
    }

    /// The discounts that suit how many n-grams count once to four times (Chen & Goodman 1998, equation 26).
    ///
    /// - Returns: `nil` when they cannot be told: too few, or not between zero and the count.
    init?(_ countOfCounts: [Int]) {
        let t = countOfCounts.map(Double.init)
        guard t.count >= 5, t[1...3].allSatisfy({ $0 > 0 }) else { return nil }
        let y = t[1] / (t[1] + 2 * t[2])
        let values = (1...3).map { k in Double(k) - Double(k + 1) * y * t[k + 1] / t[k] }
        guard zip(values, 1...3).allSatisfy({ $0 >= 0 && $0 <= Double($1) }) else { return nil }
        self.init(once: values[0], twice: values[1], more: values[2])
    }

    @inline(__always)
    func discount(_ count: UInt32) -> Double {
        switch count {
        case 0: 0
        case 1: once
        case 2: twice
        default: more
        }
    }
}
