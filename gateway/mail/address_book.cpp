#include "gateway/mail/address_book.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "connectors/mail_delivery.hpp"

namespace switchroom::smtp {
namespace {

using webhooks::Channel;

std::vector<std::shared_ptr<Channel>> channels_by_age(const webhooks::ChannelTable& channels) {
  std::vector<std::shared_ptr<Channel>> found;
  for (const auto& [name, channel] : channels.all())
    if (channel->connector != nullptr && channel->connector->kind == "mail") found.push_back(channel);
  std::ranges::sort(found, {}, [](const std::shared_ptr<Channel>& channel) {
    return std::tuple{channel->workspace.number, channel->id.number};
  });
  return found;
}

}  // namespace

AddressBook::AddressBook(const webhooks::ChannelTable& channels) {
  for (const std::shared_ptr<Channel>& channel : channels_by_age(channels)) {
    if (!first_) first_ = channel;
    for (const std::string& written : channel->credentials.values("addresses")) {
      const std::string address = connectors::account_of_address(written);
      addresses_.emplace(address, channel);
      domains_.emplace(address.substr(std::min(address.rfind('@'), address.size())), channel);
    }
  }
}

AddressBook::Found AddressBook::find(std::string_view address) const {
  const std::string wanted = connectors::account_of_address(address);
  if (wanted == "postmaster") return {first_ ? Owner::ours : Owner::unknown, first_};
  const std::string domain = wanted.substr(std::min(wanted.rfind('@'), wanted.size()));
  for (const std::string& name : {wanted, domain})
    if (const auto found = addresses_.find(name); found != addresses_.end()) return {Owner::ours, found->second};
  const auto neighbour = domains_.find(domain);
  if (neighbour == domains_.end()) return {Owner::foreign, nullptr};
  if (wanted == "postmaster" + domain) return {Owner::ours, neighbour->second};
  return {Owner::unknown, nullptr};
}

}  // namespace switchroom::smtp
