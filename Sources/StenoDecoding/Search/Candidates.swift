/// What the beam's sequences may become in the next frame: first each of them as it is, in the beam's order, then
/// those made longer by one label.
package struct Candidates: Sendable {
    /// The label of a candidate that adds none.
    package static let none: Int32 = -1

    /// The slot of the sequence it comes from.
    package var parent: [Int32] = []
    /// The label it adds, or `none`.
    package var added: [Int32] = []
    /// The paths that end in a blank, as in ``Beam``.
    package var blank: [Float] = []
    /// The paths that end in the last label, as in ``Beam``.
    package var label: [Float] = []
    /// What everything beside the sound says.
    package var context: [Float] = []
    /// Everything together: what decides who stays.
    package var rank: [Float] = []

    package init() {}

    package var count: Int { parent.count }

    package mutating func append(
        parent: Int32, added: Int32, blank: Float, label: Float, context: Float, rank: Float
    ) {
        self.parent.append(parent)
        self.added.append(added)
        self.blank.append(blank)
        self.label.append(label)
        self.context.append(context)
        self.rank.append(rank)
    }

    package mutating func removeAll() {
        parent.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        blank.removeAll(keepingCapacity: true)
        label.removeAll(keepingCapacity: true)
        context.removeAll(keepingCapacity: true)
        rank.removeAll(keepingCapacity: true)
    }
}
