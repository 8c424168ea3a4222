/// The label sequences the search holds on to, as parallel arrays: one place, or slot, for each.
///
/// Scores are natural logarithms of the sound's probability alone.
package struct Beam: Sendable {
    /// Where each sequence ends in the prefix tree.
    package var nodes: [Int32] = []
    /// The paths that end in a blank.
    package var blank: [Float] = []
    /// The paths that end in the sequence's last label.
    package var label: [Float] = []

    package init() {}

    package var count: Int { nodes.count }

    package mutating func append(_ node: Int32, blank: Float, label: Float) {
        nodes.append(node)
        self.blank.append(blank)
        self.label.append(label)
    }

    package mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        blank.removeAll(keepingCapacity: true)
        label.removeAll(keepingCapacity: true)
    }
}
