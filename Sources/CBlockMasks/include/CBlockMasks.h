#ifndef LEAD_IMPORT_BLOCK_MASKS_H
#define LEAD_IMPORT_BLOCK_MASKS_H

#include <stdint.h>

// Where in a block of 64 bytes a byte stands, as one bit a byte, the lowest for the first. The CSV indexer works on these.
//
// This is C because Swift 6.3 compiles a comparison of SIMD vectors to a loop over their lanes and has no way to a
// vector's sign bits (pmovmskb); these few instructions are what the indexer's speed rests on. They are inlined
// into Swift. Only what every processor of the platform has is used: SSE2, NEON.

#if defined(__SSE2__)
#include <emmintrin.h>

typedef struct { __m128i part[4]; } block_vectors;

static inline __attribute__((always_inline)) block_vectors block_load(const uint8_t *block) {
    const __m128i *parts = (const __m128i *)block;
    block_vectors result = {{_mm_loadu_si128(parts), _mm_loadu_si128(parts + 1), _mm_loadu_si128(parts + 2), _mm_loadu_si128(parts + 3)}};
    return result;
}

static inline __attribute__((always_inline)) uint64_t block_sign_bits(__m128i a, __m128i b, __m128i c, __m128i d) {
    uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
    uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
    return low | high << 32;
}

/// The bytes of `block` that are `byte`.
static inline __attribute__((always_inline)) uint64_t block_bytes_equal(const uint8_t *block, uint8_t byte) {
    block_vectors v = block_load(block);
    __m128i wanted = _mm_set1_epi8((char)byte);
    return block_sign_bits(_mm_cmpeq_epi8(v.part[0], wanted), _mm_cmpeq_epi8(v.part[1], wanted),
                           _mm_cmpeq_epi8(v.part[2], wanted), _mm_cmpeq_epi8(v.part[3], wanted));
}

/// The bytes of `block` that are CR or LF.
static inline __attribute__((always_inline)) uint64_t block_line_breaks(const uint8_t *block) {
    block_vectors v = block_load(block);
    __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n'), found[4];
    for (int index = 0; index < 4; index++)
        found[index] = _mm_or_si128(_mm_cmpeq_epi8(v.part[index], cr), _mm_cmpeq_epi8(v.part[index], lf));
    return block_sign_bits(found[0], found[1], found[2], found[3]);
}

/// The bytes of `block` whose bit `7 - shift` is set; shift 0: those beyond ASCII.
static inline __attribute__((always_inline)) uint64_t block_bit_set(const uint8_t *block, int shift) {
    block_vectors v = block_load(block);
    return block_sign_bits(_mm_slli_epi16(v.part[0], shift), _mm_slli_epi16(v.part[1], shift),
                           _mm_slli_epi16(v.part[2], shift), _mm_slli_epi16(v.part[3], shift));
}

#elif defined(__ARM_NEON)
#include <arm_neon.h>

// Each lane is 0 or 0xFF; adding neighbours thrice after weighting the lanes gathers eight of them into a byte.
static inline __attribute__((always_inline)) uint64_t block_gather(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
    uint8x16_t all = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline __attribute__((always_inline)) uint64_t block_bytes_equal(const uint8_t *block, uint8_t byte) {
    uint8x16_t wanted = vdupq_n_u8(byte);
    return block_gather(vceqq_u8(vld1q_u8(block), wanted), vceqq_u8(vld1q_u8(block + 16), wanted),
                        vceqq_u8(vld1q_u8(block + 32), wanted), vceqq_u8(vld1q_u8(block + 48), wanted));
}

static inline __attribute__((always_inline)) uint64_t block_line_breaks(const uint8_t *block) {
    return block_bytes_equal(block, '\r') | block_bytes_equal(block, '\n');
}

static inline __attribute__((always_inline)) uint64_t block_bit_set(const uint8_t *block, int shift) {
    uint8x16_t bit = vdupq_n_u8((uint8_t)(0x80 >> shift));
    return block_gather(vtstq_u8(vld1q_u8(block), bit), vtstq_u8(vld1q_u8(block + 16), bit),
                        vtstq_u8(vld1q_u8(block + 32), bit), vtstq_u8(vld1q_u8(block + 48), bit));
}

#else

static inline uint64_t block_bytes_equal(const uint8_t *block, uint8_t byte) {
    uint64_t result = 0;
    for (int index = 0; index < 64; index++) result |= (uint64_t)(block[index] == byte) << index;
    return result;
}

static inline uint64_t block_line_breaks(const uint8_t *block) {
    return block_bytes_equal(block, '\r') | block_bytes_equal(block, '\n');
}

static inline uint64_t block_bit_set(const uint8_t *block, int shift) {
    uint64_t result = 0;
    for (int index = 0; index < 64; index++) result |= (uint64_t)(block[index] >> (7 - shift) & 1) << index;
    return result;
}

#endif
#endif
