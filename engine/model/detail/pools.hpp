// What a program hands out while its code is written: slots, and places among its constants.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "engine/model/detail/draft.hpp"

namespace headwater::detail {

// Slots by how many stand in a row, free ones first.
class SlotPool {
 public:
  explicit SlotPool(std::uint32_t taken) : slots_(taken) {}

  std::uint32_t take(std::uint32_t count) {
    auto& free = free_[count];
    if (free.empty()) {
      slots_ += count;
      return slots_ - count;
    }
    const std::uint32_t slot = free.back();
    free.pop_back();
    return slot;
  }
  void give_back(std::uint32_t first, std::uint32_t count) { free_[count].push_back(first); }
  std::uint32_t slots() const { return slots_; }

 private:
  std::uint32_t slots_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> free_;
};

// Constants as the program has them: one of each, and rows of neighbours that a body walks along.
class ConstantPool {
 public:
  ConstantPool(const Draft& draft, Program& program)
      : draft_(draft), program_(program), known_(draft.constants.size(), none) {}

  ProgramOperand one(Ref ref) {
    std::uint32_t& index = known_[ref.number()];
    if (index == none) index = append(ref);
    return {true, index};
  }

  ProgramOperand row(const std::vector<Ref>& refs) {
    if (std::all_of(refs.begin(), refs.end(), [&](Ref ref) { return ref == refs.front(); })) {
      return one(refs.front());
    }
    std::vector<std::uint32_t> key;
    for (const Ref ref : refs) key.push_back(ref.bits());
    const auto [found, fresh] = rows_.try_emplace(key, std::uint32_t(program_.constants.size()));
    if (fresh) {
      for (const Ref ref : refs) append(ref);
    }
    return {true, found->second, std::uint32_t(refs.size())};
  }

 private:
  std::uint32_t append(Ref ref) {
    program_.constants.push_back(draft_.constants[ref.number()]);
    return std::uint32_t(program_.constants.size() - 1);
  }

  static constexpr std::uint32_t none = std::uint32_t(-1);

  const Draft& draft_;
  Program& program_;
  std::vector<std::uint32_t> known_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> rows_;
};

}  // namespace headwater::detail
