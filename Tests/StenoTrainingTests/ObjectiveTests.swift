import StenoAcousticModel
import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import StenoTraining
import Testing

@Suite("Objective")
struct ObjectiveTests {
    private let symbols = 5, lengths = [6, 4], labels = [[1, 2], [3]], phonemes = [[4], [2, 2]]

    private func recipe(middle: Double = 0, phonemes: Double = 0, consistency: Double = 0) -> ObjectiveRecipe
    {
        var recipe = ObjectiveRecipe()
        (recipe.middleWeight, recipe.phonemeWeight) = (middle, phonemes)
        recipe.consistencyWeight = consistency
        return recipe
    }

    private func logits(_ batch: Int, seed: UInt64) -> Tensor {
        var generator = SeededGenerator(seed: seed)
        return .normal([batch, 6, symbols], deviation: 1, using: &generator)
    }

    private func objective(
        _ recipe: ObjectiveRecipe, _ scores: Tensor, middle: Tensor? = nil, phonemes: Tensor? = nil,
        bigram: LabelBigram? = nil
    ) -> Objective.Result {
        let repeated = Array(repeating: lengths, count: recipe.consistencyWeight > 0 ? 2 : 1).flatMap { $0 }
        return Objective(recipe, bigram: bigram)(
            Logits(symbols: scores, phonemes: phonemes, middle: middle, lengths: repeated), labels: labels,
            phonemes: self.phonemes)
    }

    @Test("without options it is the sum of the utterances' CTC losses")
    func plain() {
        let scores = logits(2, seed: 1)
        let result = objective(recipe(), scores)
        let ctc = CTCLoss()(scores, lengths: lengths, labels: labels)
        #expect(result.total.item == ctc.loss.item)
        #expect(result.losses == ctc.perUtterance.map(Double.init))
    }

    @Test(
        "the middle layer and the phonemes answer for their shares of the loss, these with their own labels")
    func shares() {
        let scores = (1...3).map { logits(2, seed: $0) }
        let result = objective(
            recipe(middle: 0.25, phonemes: 0.5), scores[0], middle: scores[1], phonemes: scores[2])
        let losses = zip(scores, [labels, labels, phonemes]).map { scores, labels in
            CTCLoss()(scores, lengths: lengths, labels: labels).loss.item
        }
        #expect(abs(result.total.item - (0.25 * losses[0] + 0.25 * losses[1] + 0.5 * losses[2])) < 1e-4)
    }

    @Test(
        "maximum mutual information adds what all sequences share, of phonemes where there are any, as far as it is weighed"
    )
    func mutualInformation() {
        let (scores, phonemes) = (logits(2, seed: 1), logits(2, seed: 2))
        let bigram = LabelBigram(counting: self.phonemes, symbols: symbols)
        var recipe = recipe(phonemes: 0.5)
        recipe.mutualInformationWeight = 0.8
        let with = objective(recipe, scores, phonemes: phonemes, bigram: bigram).total.item
        let without = objective(recipe, scores, phonemes: phonemes).total.item
        let shared = phonemes.ctcDenominators(bigram: bigram, lengths: lengths).array.reduce(0, +)
        #expect(shared < 0)
        #expect(abs(with - without - 0.4 * shared) < 1e-4)
        recipe.phonemeWeight = 0
        let symbols =
            objective(recipe, phonemes, bigram: bigram).total.item - objective(recipe, phonemes).total.item
        #expect(abs(symbols - 0.8 * shared) < 1e-4)
    }

    @Test("views must agree in their phonemes too: these are pulled as the symbols are")
    func phonemeAgreement() throws {
        let equal = Tensor.concatenated([logits(2, seed: 3), logits(2, seed: 3)])
        let unequal = Parameter(.concatenated([logits(2, seed: 1), logits(2, seed: 2)]))
        var recipe = recipe(phonemes: 0.5, consistency: 1)
        func pulled() throws -> [Float] {
            let tape = Tape(seed: 0)
            let result = objective(recipe, equal, phonemes: unequal.tensor(on: tape))
            return try #require(result.total.gradients()[unequal]).array
        }
        let weak = try pulled()
        recipe.consistencyWeight = 3
        let strong = try pulled()
        let mine = unequal.value.sliced(0..<2).softmax().array,
            theirs = unequal.value.sliced(2..<4).softmax().array
        // Two more times half of softmax(own) - softmax(other), at every frame that exists: six and four of six.
        for place in 0..<6 * symbols {
            #expect(abs(strong[place] - weak[place] - (mine[place] - theirs[place])) < 1e-5)
        }
        #expect(strong[10 * symbols..<12 * symbols].allSatisfy { $0 == 0 })
    }

    @Test("equal views agree: their disagreement pulls at nothing")
    func agreement() throws {
        let view = logits(2, seed: 1)
        let both = Parameter(.concatenated([view, view]))
        let tape = Tape(seed: 0)
        let with = objective(recipe(consistency: 3), both.tensor(on: tape)).total.gradients()
        let alone = Parameter(view), other = Tape(seed: 0)
        let without = objective(recipe(), alone.tensor(on: other)).total.gradients()
        let (pulled, plain) = (try #require(with[both]), try #require(without[alone]))
        // The gradient of a cross entropy with oneself is zero but for rounding; the mean over two views halves the rest.
        #expect(largestDifference(pulled.sliced(0..<2).array, plain.array.map { $0 / 2 }) < 1e-5)
    }

    @Test("views that differ are pulled towards each other, frame by frame, and padding is left alone")
    func disagreement() throws {
        let first = logits(2, seed: 1), second = logits(2, seed: 2)
        let both = Parameter(.concatenated([first, second]))
        let gradient = try #require(
            objective(recipe(consistency: 1), both.tensor(on: Tape(seed: 0))).total.gradients()[both])
        let plain = try #require(
            CTCLoss()(both.tensor(on: Tape(seed: 0)), lengths: lengths + lengths, labels: labels + labels)
                .loss
                .gradients()[both])
        // What the disagreement adds is half of softmax(own) - softmax(other) at every frame that exists.
        let mine = first.softmax().array, theirs = second.softmax().array
        for frame in 0..<6 {
            for symbol in 0..<symbols {
                let place = frame * symbols + symbol
                let added = gradient.array[place] - plain.array[place] / 2
                #expect(abs(added - (mine[place] - theirs[place]) / 2) < 1e-5)
                let padded = (6 + frame) * symbols + symbol
                if frame >= 4 { #expect(gradient.array[padded] == 0) }
            }
        }
    }
}
