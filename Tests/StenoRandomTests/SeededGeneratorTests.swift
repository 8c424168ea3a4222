import StenoRandom
import Testing

@Suite("Seeded random numbers")
struct SeededGeneratorTests {
    @Test("are those of SplitMix64's reference implementation")
    func reference() {
        // The first outputs for seed 1234567 of splitmix64.c by S. Vigna (prng.di.unimi.it).
        var random = SeededGenerator(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test("reach both ends of a range and nothing beyond")
    func integers() {
        var random = SeededGenerator(seed: 1)
        let drawn = (0..<1000).map { _ in random.integer(in: 2...5) }
        #expect(Set(drawn) == [2, 3, 4, 5])
        let numbers = (0..<1000).map { _ in random.number(in: -1...1) }
        #expect(numbers.allSatisfy { (-1...1).contains($0) })
        // Uniform numbers between -1 and 1 have variance 1/3: this is four standard errors of the mean of 1000.
        let mean = numbers.reduce(0, +) / 1000
        let bound = 4 * (1.0 / 3000).squareRoot()
        #expect(abs(mean) < bound)
    }

    @Test("shuffle without losing anything")
    func shuffle() {
        var random = SeededGenerator(seed: 1)
        let shuffled = random.shuffled(Array(0..<100))
        #expect(shuffled != Array(0..<100))
        #expect(shuffled.sorted() == Array(0..<100))
    }

    @Test("of forks are those of their own index")
    func forks() {
        let random = SeededGenerator(seed: 1)
        var (first, again, second) = (random.fork(0), random.fork(0), random.fork(1))
        let drawn = first.next()
        #expect(drawn == again.next())
        #expect(drawn != second.next())
    }

    @Test("of a text depend on the text and the seed, to the last bit on every machine")
    func texts() {
        #expect("theo".hashed(seed: 1) == "theo".hashed(seed: 1))
        #expect("theo".hashed(seed: 1) != "theo".hashed(seed: 2))
        #expect("theo".hashed(seed: 1) != "thea".hashed(seed: 1))
    }
}
