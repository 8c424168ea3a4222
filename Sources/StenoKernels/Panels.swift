/// Packed matrices lie in panels of sixteen columns, the last one filled up; what is computed of a product is whole
/// panels.
enum Panels {
    static let columns = 16

    /// How many panels hold so many columns.
    static func count(_ columns: Int) -> Int { (columns + Self.columns - 1) / Self.columns }
}
