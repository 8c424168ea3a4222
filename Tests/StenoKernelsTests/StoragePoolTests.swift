import StenoKernels
import Testing

@Suite("Storage pool")
struct StoragePoolTests {
    @Test("memory that was given back is handed out again")
    func reuse() {
        let pool = StoragePool()
        let first = pool.take(floats: 1000)
        pool.giveBack(first)
        let second = pool.take(floats: 990)
        #expect(first.base == second.base)
        #expect(pool.usage.allocations == 1)
        pool.giveBack(second)
        pool.releaseIdle()
        #expect(pool.usage.idle == 0)
    }

    @Test(
        "blocks are at most a quarter larger than asked for",
        arguments: [1, 16, 17, 100, 1025, 5000, 1 << 20, 3_000_001])
    func sizes(_ floats: Int) {
        let pool = StoragePool()
        let block = pool.take(floats: floats)
        #expect(block.floats >= floats)
        #expect(block.floats <= max(16, floats + floats / 4 + 1))
        #expect(UInt(bitPattern: block.base) % 64 == 0)
        pool.giveBack(block)
        pool.releaseIdle()
    }

    @Test("the pool holds at most a quarter more than was ever in use at once")
    func bounded() {
        let pool = StoragePool()
        for size in stride(from: 1000, through: 100_000, by: 1000) {
            let blocks = (0..<3).map { _ in pool.take(floats: size) }
            blocks.forEach(pool.giveBack)
            let usage = pool.usage
            #expect(usage.live + usage.idle <= usage.peak + usage.peak / 4)
        }
        pool.releaseIdle()
    }
}
