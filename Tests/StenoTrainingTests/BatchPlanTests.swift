import StenoTraining
import Testing

@Suite("Batch plan")
struct BatchPlanTests {
    private let durations = (0..<200).map { 0.5 + Double(($0 * 37) % 100) / 10 }
    private let plan = BatchPlan(maximumSeconds: 40, maximumCount: 12)

    @Test("every utterance is in exactly one batch of an epoch")
    func complete() {
        #expect(
            plan.batches(of: durations, seed: 1, epoch: 0).flatMap { $0 }.sorted() == Array(durations.indices)
        )
    }

    @Test("no batch holds more audio, padding counted, or more utterances than allowed")
    func bounded() throws {
        for batch in plan.batches(of: durations, seed: 1, epoch: 3) {
            let longest = try #require(batch.map { durations[$0] }.max())
            #expect(longest * Double(batch.count) <= 40)
            #expect(batch.count <= 12)
        }
    }

    @Test("an utterance longer than a batch is a batch of its own")
    func overlong() {
        #expect(plan.batches(of: [1, 100, 1], seed: 1, epoch: 0).contains([1]))
    }

    @Test("the plan is the same for the same seed and epoch, and another for another epoch")
    func deterministic() {
        let first = plan.batches(of: durations, seed: 1, epoch: 2)
        #expect(first == plan.batches(of: durations, seed: 1, epoch: 2))
        #expect(first != plan.batches(of: durations, seed: 1, epoch: 3))
        #expect(first != plan.batches(of: durations, seed: 2, epoch: 2))
    }

    @Test("less than a quarter of the computed audio is padding")
    func padding() {
        let batches = plan.batches(of: durations, seed: 1, epoch: 0)
        let computed = batches.reduce(0) { $0 + Double($1.count) * ($1.map { durations[$0] }.max() ?? 0) }
        #expect(durations.reduce(0, +) / computed > 0.75)
    }
}
