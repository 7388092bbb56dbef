#pragma once
// Parts of a workspace that have nothing but an id.

#include <string>
#include <utility>

namespace switchroom::tests {

template <class Item>
Item named(std::string id) {
  Item item;
  item.id = std::move(id);
  return item;
}

}  // namespace switchroom::tests
