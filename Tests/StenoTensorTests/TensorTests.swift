import StenoTensor
import StenoTestSupport
import Testing

@Suite("Tensor")
struct TensorTests {
    @Test("elements come back in the order they were given")
    func roundTrip() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(tensor.array == [1, 2, 3, 4, 5, 6])
        #expect(tensor.elements[4] == 5)
        #expect(tensor.shape[-1] == 3)
    }

    @Test("changing a copy leaves the original alone")
    func valueSemantics() {
        let original = Tensor([1, 2, 3], shape: [3])
        var copy = original
        copy.add(original)
        #expect(copy.array == [2, 4, 6])
        #expect(original.array == [1, 2, 3])
        var slice = copy.sliced(1..<3)
        slice.scale(by: 10)
        #expect(slice.array == [40, 60])
        #expect(copy.array == [2, 4, 6])
    }

    @Test("slices of any axis, and the tensor at one position")
    func slices() {
        let tensor = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
        #expect(tensor.sliced(1..<2, along: 0).array == (12..<24).map(Float.init))
        #expect(tensor.sliced(1..<2, along: 1).array == [4, 5, 6, 7, 16, 17, 18, 19])
        #expect(tensor.sliced(2..<4, along: -1).array == [2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23])
        #expect(tensor[1][2].array == [20, 21, 22, 23])
        #expect(tensor[1][2].shape == [4])
    }

    @Test(
        "transposing moves axes",
        arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1], [2, 0, 1], [1, 2, 0]])
    func transposition(_ order: [Int]) {
        let tensor = Tensor((0..<1020).map(Float.init), shape: [17, 3, 20])
        let moved = tensor.transposed(order)
        var index = [0, 0, 0]
        for (i, value) in moved.array.enumerated() {
            let position = [
                i / (moved.shape[1] * moved.shape[2]), i / moved.shape[2] % moved.shape[1],
                i % moved.shape[2],
            ]
            for axis in 0..<3 { index[order[axis]] = position[axis] }
            #expect(value == Float((index[0] * 3 + index[1]) * 20 + index[2]))
        }
    }

    @Test("concatenation is undone by slicing")
    func concatenation() {
        let (a, b) = (randomTensor([2, 3, 4], seed: 1), randomTensor([2, 5, 4], seed: 2))
        let joined = Tensor.concatenated([a, b], along: 1)
        #expect(joined.shape == [2, 8, 4])
        #expect(joined.sliced(0..<3, along: 1).array == a.array)
        #expect(joined.sliced(3..<8, along: 1).array == b.array)
    }

    @Test("masking zeroes what lies beyond each length")
    func masking() {
        let ones = Tensor(repeating: 1, shape: [2, 3, 2])
        #expect(ones.masked(to: [1, 3]).array == [1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
        #expect(ones.masked(to: nil).array == ones.array)
        #expect(ones.masked(to: [0, 1], along: 2).array == [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0])
    }

    @Test("the largest element of every row, the first of equal ones")
    func argmax() {
        #expect(Tensor([1, 3, 2, 5, 5, 4], shape: [2, 3]).argmax() == [1, 0])
    }
}
