import StenoTensor
import StenoTestSupport
import Testing

@Suite("Tape")
struct TapeTests {
    @Test("without a tape nothing is recorded")
    func offTape() {
        let weight = Parameter(randomTensor([2, 3]))
        let y = randomTensor([4, 3]).linear(weight: weight.tensor)
        #expect(y.tape == nil)
        #expect(y.sum().gradients().count == 0)
    }

    @Test("a parameter used twice gets the sum of both shares")
    func sharedParameter() throws {
        let parameter = Parameter(Tensor([3], shape: [1]))
        let x = parameter.tensor(on: Tape(seed: 1))
        let gradients = (x * x + x).sum().gradients()
        #expect(gradients[parameter]?.array == [7])
    }

    @Test("inputs without parameters cost no way back")
    func unwantedGradient() {
        let x = randomTensor([2, 3]).on(Tape(seed: 1))
        #expect((x * x).tape != nil)
        #expect((x * x).sum().gradients().count == 0)
    }

    @Test("a frozen parameter gets no gradient and lets that of others through")
    func frozen() {
        let (frozen, trained) = (Parameter(Tensor([2], shape: [1])), Parameter(Tensor([5], shape: [1])))
        frozen.isTrained = false
        let tape = Tape(seed: 1)
        let gradients = (frozen.tensor(on: tape) * trained.tensor(on: tape)).sum().gradients()
        #expect(gradients[frozen] == nil)
        #expect(gradients[trained]?.array == [2])
    }

    @Test("what was recorded is let go on the way back")
    func release() {
        let parameter = Parameter(randomTensor([64, 64]))
        weak var kept: TensorStorage?
        func loss() -> Tensor {
            let x = parameter.tensor(on: Tape(seed: 1))
            let y = x * x
            kept = y.storage
            return (y * y).sum()
        }
        let loss = loss()
        #expect(kept != nil)
        _ = loss.gradients()
        #expect(kept == nil)
    }

    @Test("the same seed drops the same elements, another seed others")
    func dropoutSeed() {
        let x = Tensor(repeating: 1, shape: [1000])
        func thinned(seed: UInt64) -> [Float] { x.on(Tape(seed: seed)).dropout(0.3).array }
        #expect(thinned(seed: 1) == thinned(seed: 1))
        #expect(thinned(seed: 1) != thinned(seed: 2))
        let zeros = thinned(seed: 1).count { $0 == 0 }
        // 1000 draws at 0.3: five standard deviations are 72.
        #expect(abs(zeros - 300) < 72)
        #expect(thinned(seed: 1).allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
    }

    @Test("workers with shards of a batch find the gradient of the whole batch")
    func shards() async throws {
        let weight = Parameter(randomTensor([3, 4], seed: 1))
        let shards = (0..<2).map { randomTensor([5, 4], seed: UInt64($0) + 2) }
        @Sendable func gradients(of x: Tensor) -> Gradients {
            x.on(Tape(seed: 1)).linear(weight: weight.tensor).squared().sum().gradients()
        }
        async let first = gradients(of: shards[0])
        async let second = gradients(of: shards[1])
        var sum = await first
        sum += await second
        let whole = gradients(of: .concatenated(shards))
        let (a, b) = (try #require(sum[weight]).array, try #require(whole[weight]).array)
        #expect(largestRelativeDifference(a, from: b) < 1e-5)
        #expect(abs(sum.norm - whole.norm) < 1e-4 * whole.norm)
    }

    @Test("the gradient check finds a wrong gradient")
    func gradientCheckFindsErrors() {
        let x = randomTensor([3, 4])
        let error = gradientError(of: [x]) { inputs in
            let x = inputs[0].detached
            return (x * x).derived(from: inputs[0]) { dy in dy * x * 2.1 }
        }
        #expect(error > 0.02)
    }

    @Test("observations move a buffer by their momentum")
    func observations() {
        let buffer = Buffer(Tensor([1, 2], shape: [2]))
        let tape = Tape(seed: 1)
        tape.observe(Observation(for: buffer, value: Tensor([3, 6], shape: [2]), momentum: 0.25))
        #expect(buffer.value.array == [1, 2])
        tape.applyObservations()
        #expect(buffer.value.array == [1.5, 3])
    }
}
