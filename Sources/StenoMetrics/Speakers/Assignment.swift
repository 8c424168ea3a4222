/// Who is whom: the pairing of rows and columns with the greatest sum.
package enum Assignment {
    /// The column of each row, `nil` for rows left over, such that the sum of the paired gains is the greatest.
    ///
    /// The Hungarian algorithm with potentials (Kuhn 1955; Jonker and Volgenant 1987): O(n³) for the larger side n.
    ///
    /// - Parameter gains: `[rows, columns]`, finite.
    package static func greatest(_ gains: [[Double]]) -> [Int?] {
        let columns = gains.first?.count ?? 0
        precondition(gains.allSatisfy { $0.count == columns }, "every row needs a gain for every column")
        let size = max(gains.count, columns)
        guard size > 0 else { return [] }
        var matching = Matching(size: size) { row, column in
            row < gains.count && column < columns ? -gains[row][column] : 0
        }
        for row in 0..<size { matching.add(row) }
        var result = [Int?](repeating: nil, count: gains.count)
        for column in 0..<columns where matching.rowOf[column] < gains.count {
            result[matching.rowOf[column]] = column
        }
        return result
    }
}

/// A cheapest matching of the first rows, kept so while rows are added one by one.
private struct Matching {
    let size: Int
    let cost: (Int, Int) -> Double
    /// The row of each column; `size` where it has none yet.
    private(set) var rowOf: [Int]
    private var rowPotential: [Double]
    private var columnPotential: [Double]

    init(size: Int, cost: @escaping (Int, Int) -> Double) {
        self.size = size
        self.cost = cost
        rowOf = Array(repeating: size, count: size)
        rowPotential = Array(repeating: 0, count: size)
        columnPotential = Array(repeating: 0, count: size)
    }

    /// Finds the shortest augmenting path from a row to a free column, and matches along it.
    mutating func add(_ row: Int) {
        var distance = Array(repeating: Double.infinity, count: size)
        var previous = Array(repeating: -1, count: size)
        var isDone = Array(repeating: false, count: size)
        var (current, reached) = (row, -1)
        repeat {
            var (next, step) = (-1, Double.infinity)
            for column in 0..<size where !isDone[column] {
                let reduced = cost(current, column) - rowPotential[current] - columnPotential[column]
                if reduced < distance[column] { (distance[column], previous[column]) = (reduced, reached) }
                if distance[column] < step { (next, step) = (column, distance[column]) }
            }
            rowPotential[row] += step
            for column in 0..<size {
                if isDone[column] {
                    rowPotential[rowOf[column]] += step
                    columnPotential[column] -= step
                } else {
                    distance[column] -= step
                }
            }
            isDone[next] = true
            reached = next
            current = rowOf[next]
        } while current != size
        while reached >= 0 {
            let before = previous[reached]
            rowOf[reached] = before >= 0 ? rowOf[before] : row
            reached = before
        }
    }
}
