/// Draws that stay the same with every version of the standard library, whose own are not promised to: for what is
/// written to disk, as a corpus is.
extension SeededGenerator {
    /// An integer of the range, each as likely as the other to within 2⁻⁵⁰ for the small ranges used here.
    package mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
    }

    /// A number of the range.
    package mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * (Double(next() >> 11) * 0x1p-53)
    }

    /// The elements in random order (Fisher and Yates).
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in elements.indices.dropFirst().reversed() { elements.swapAt(last, integer(in: 0...last)) }
        return elements
    }
}
