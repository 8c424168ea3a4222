/// Packed matrices lie in panels of sixteen columns, the last one filled up; what is computed of a product is whole
/// panels.
enum Panels {
    static let columns = 16

    /// How many panels hold so many columns.
    static func count(_ columns: Int) -> Int { (columns + Self.columns - 1) / Self.columns }

    /// So many rows of a first factor, filled up: packed ones lie in panels of 48.
    static func wholeRows(_ rows: Int) -> Int { (rows + 47) / 48 * 48 }

    /// Shares a product among threads: its rows where they are more than its columns, since panels are few and then do
    /// not divide evenly, and else its panels.
    static func share(
        rows: Int, columns: Int, bytes: Int, among workers: Workers,
        _ body: (_ rows: Range<Int>, _ panels: Range<Int>) -> Void
    ) {
        let panels = count(columns)
        if rows > columns {
            workers.forEachPart(of: rows, bytes: bytes) { body($0, 0..<panels) }
        } else {
            workers.forEachPart(of: panels, bytes: bytes) { body(0..<rows, $0) }
        }
    }
}

/// The order in which the steps of a recurrence read the panels of its weights: there and back again. What a step has
/// read last is in the second cache when the next one begins, and would be gone if that began where this one did.
struct PanelsThereAndBack {
    private let there: [Range<Int>]
    private let back: [Range<Int>]

    /// - Parameter atOnce: How many panels the product works on together.
    init(_ panels: [Range<Int>], atOnce: Int) {
        there = panels.flatMap { panels in
            stride(from: panels.lowerBound, to: panels.upperBound, by: atOnce).map {
                $0..<min($0 + atOnce, panels.upperBound)
            }
        }
        back = there.reversed()
    }

    func order(at step: Int) -> [Range<Int>] { step.isMultiple(of: 2) ? there : back }
}
