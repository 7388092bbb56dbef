#include "router/shard/preparations.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <semaphore>
#include <utility>

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

/// Walks through the wishes of an entry: each follows what the one before leaves in force.
class Succession {
 public:
  explicit Succession(const Workspaces& in_force) : in_force_(in_force) {}

  const Basis& basis(const std::string& workspace) {
    const auto [at, added] = bases_.try_emplace(workspace);
    if (added) at->second = basis_of(in_force_.find(workspace));
    return at->second;
  }
  void grant(const Prepared& prepared) {
    if (!prepared.compiled) return;
    bases_[prepared.wish.workspace] = {prepared.follows + 1, prepared.compiled->configuration,
                                       prepared.compiled->numbering};
  }

 private:
  const Workspaces& in_force_;
  std::map<std::string, Basis> bases_;
};

std::span<const Wish> first_of(std::span<const Wish> wishes) {
  return wishes.first(std::min(wishes.size(), preparations_max));
}

}  // namespace

struct Preparations::One {
  One(const asio::any_io_executor& owner, Wish wanted, std::uint64_t version, bool is_turn)
      : wish(std::move(wanted)), follows(version), turn(is_turn), done(owner, asio::steady_timer::time_point::max()) {}

  const Wish wish;
  const std::uint64_t follows;
  bool turn;  // it is the next entry's
  bool ready = false;
  std::optional<Prepared> prepared;  // empty although ready: its compiler threw
  asio::steady_timer done;           // never expires; cancelled when it is ready
};

/// What the thread works on. It may outlive the preparations, whose owner is then not to be told anything any more.
struct Preparations::Workshop {
  void work() {
    tasks.run();
    ended.release();
  }
  void post(std::move_only_function<void()> task) { asio::post(tasks, std::move(task)); }
  /// Runs `tell` unless nobody is there to hear it.
  void tell_owner(const std::function<void()>& tell) {
    Owner present = Owner::there;
    if (!owner.compare_exchange_strong(present, Owner::being_told)) return;
    tell();
    owner = Owner::there;
    owner.notify_one();
  }
  void leave() {
    for (Owner now = Owner::there; !owner.compare_exchange_strong(now, Owner::gone); now = Owner::there)
      owner.wait(Owner::being_told);
  }

  enum class Owner : std::uint8_t { there, being_told, gone };
  asio::io_context tasks{1};
  asio::executor_work_guard<asio::io_context::executor_type> open{tasks.get_executor()};
  std::binary_semaphore ended{0};
  std::atomic<Owner> owner = Owner::there;
  static inline std::atomic<bool> any_abandoned = false;
};

Preparations::Preparations(asio::any_io_executor owner, ParseDocument parse, std::function<void()> ready,
                           std::chrono::milliseconds farewell)
    : owner_(std::move(owner)),
      parse_(std::make_shared<const ParseDocument>(std::move(parse))),
      ready_(std::move(ready)),
      farewell_(farewell),
      workshop_(std::make_shared<Workshop>()),
      thread_([workshop = workshop_] { workshop->work(); }) {}

Preparations::~Preparations() {
  clear();
  workshop_->tasks.stop();
  if (workshop_->ended.try_acquire_for(farewell_)) {
    thread_.join();
    return;
  }
  Workshop::any_abandoned = true;
  workshop_->leave();
  thread_.detach();
}

bool Preparations::abandoned_any() { return Workshop::any_abandoned; }

std::shared_ptr<Preparations::One> Preparations::find(const Wish& wish, std::uint64_t follows) const {
  const auto found =
      std::ranges::find_if(known_, [&](const auto& one) { return one->follows == follows && one->wish == wish; });
  return found == known_.end() ? nullptr : *found;
}

/// The oldest that is ready and was only expected makes room; what is at work stays, as nothing can stop it.
bool Preparations::make_room() {
  if (known_.size() < preparations_max) return true;
  const auto old = std::ranges::find_if(known_, [](const auto& one) { return one->ready && !one->turn; });
  if (old == known_.end()) return false;
  release(**old);
  known_.erase(old);
  return true;
}

std::shared_ptr<Preparations::One> Preparations::begin(const Wish& wish, const Basis& basis, bool turn) {
  if (const auto known = find(wish, basis.version)) {
    known->turn |= turn;
    return known;
  }
  if (!make_room()) return nullptr;
  const auto one = known_.emplace_back(std::make_shared<One>(owner_, wish, basis.version, turn));
  workshop_->post([this, workshop = std::weak_ptr{workshop_}, weak = std::weak_ptr{one}, owner = owner_, parse = parse_,
                   wish, basis]() mutable {
    if (weak.expired()) return;
    std::optional<Prepared> prepared;
    try {
      prepared = prepare(std::move(wish), basis, *parse);
    } catch (...) {  // the owner compiles it again and ends of the same, where it is known which input it was
    }
    workshop.lock()->tell_owner([&] {
      asio::post(owner, [this, weak, prepared = std::move(prepared)]() mutable { finish(weak, std::move(prepared)); });
    });
  });
  return one;
}

void Preparations::finish(const std::weak_ptr<One>& begun, std::optional<Prepared> prepared) {
  const auto made = begun.lock();
  if (!made) return;
  made->prepared = std::move(prepared);
  made->ready = true;
  made->done.cancel();
  ready_();
}

void Preparations::expect(const Wish& wish, const Basis& basis) {
  if (wish.can_follow(basis.version)) begin(wish, basis, false);
}

asio::awaitable<void> Preparations::wait(Wish wish, Basis basis, std::chrono::milliseconds limit) {
  if (!wish.can_follow(basis.version)) co_return;
  const std::shared_ptr<One> one = begin(wish, basis, false);
  if (!one || one->ready) co_return;
  asio::steady_timer late{owner_, limit};
  boost::system::error_code done, over;
  co_await (one->done.async_wait(asio::redirect_error(asio::use_awaitable, done)) ||
            late.async_wait(asio::redirect_error(asio::use_awaitable, over)));
}

bool Preparations::ready(std::span<const Wish> wishes, const Workspaces& in_force) {
  Succession succession{in_force};
  for (const Wish& wish : first_of(wishes)) {
    const Basis& basis = succession.basis(wish.workspace);
    if (!wish.can_follow(basis.version)) continue;
    const std::shared_ptr<One> one = begin(wish, basis, true);
    if (!one || !one->ready) return false;
    if (one->prepared) succession.grant(*one->prepared);
  }
  return true;
}

std::vector<Prepared> Preparations::take(std::span<const Wish> wishes, const Workspaces& in_force) {
  Succession succession{in_force};
  std::vector<Prepared> taken;
  for (const Wish& wish : first_of(wishes)) {
    const std::uint64_t follows = succession.basis(wish.workspace).version;
    const std::shared_ptr<One> one = wish.can_follow(follows) ? find(wish, follows) : nullptr;
    if (!one) continue;
    std::erase(known_, one);
    if (!one->prepared) continue;
    succession.grant(*one->prepared);
    taken.push_back(std::move(*one->prepared));
  }
  return taken;
}

void Preparations::settle(std::vector<Compiled> replaced, const Workspaces& in_force) {
  if (!replaced.empty()) workshop_->post([replaced = std::move(replaced)] {});
  std::erase_if(known_, [&](const auto& one) {
    if (one->follows == basis_of(in_force.find(one->wish.workspace)).version) return false;
    release(*one);
    return true;
  });
}

void Preparations::clear() {
  for (const auto& one : std::exchange(known_, {})) release(*one);
}

/// Nobody wants it any more: what it holds is freed where it was made, who waits waits no longer.
void Preparations::release(One& one) {
  one.done.cancel();
  if (one.prepared) workshop_->post([prepared = std::exchange(one.prepared, std::nullopt)] {});
}

}  // namespace switchroom::shard
