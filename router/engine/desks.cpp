#include "router/engine/desks.hpp"

#include <algorithm>

#include "router/engine/plan.hpp"

namespace switchroom::engine {

Desks::Desks(const Roster& roster, const Ledger& ledger, const Standings& standings)
    : roster_(&roster), ledger_(&ledger), standings_(&standings) {
  desks_.reserve(roster.pools().size());
  for (std::uint32_t pool = 0; pool < roster.pools().size(); ++pool)
    desks_.push_back({NeedClasses(roster, pool),
                      Crew(static_cast<std::uint32_t>(roster.pools()[pool].members.size()),
                           roster.groups()[roster.pools()[pool].group].strategy),
                      {},
                      outsiders_of(pool)});
  std::vector<std::uint32_t> by_turn;
  for (std::uint32_t agent = 0; agent < roster.agents().size(); ++agent)
    if (standings[roster.agents()[agent].id.number].turn > 0) by_turn.push_back(agent);
  std::ranges::sort(by_turn, {}, [&](std::uint32_t agent) { return standings[roster.agents()[agent].id.number].turn; });
  for (const std::uint32_t agent : by_turn) take_turn(agent);
}

// --- places

std::span<const Stand> Desks::stands_of(const Ticket& ticket) {
  const RosterStep& step = step_of(ticket, *roster_);
  const std::uint32_t tier = tier_of(ticket);
  const Rarity& rare = ticket.rare();
  stands_.clear();
  const auto add = [&](std::uint32_t pool, std::span<const workspace::SkillNeed> needs) {
    const workspace::Strategy usual = roster_->groups()[roster_->pools()[pool].group].strategy;
    stands_.push_back({pool,
                       {desks_[pool].classes.class_of({needs, rare.tried, rare.hold_for}), tier},
                       step.strategy.value_or(usual)});
  };
  if (ticket.escalated || step.escalates)
    for (const std::uint32_t pool : roster_->groups()[group_or_default(ticket.route, *roster_)].senior_pools)
      add(pool, {});
  for (const std::uint32_t pool : step.pools) add(pool, needs_in(step, ticket, needs_));
  return stands_;
}

std::span<const Stand> Desks::places_of(const Ticket& ticket) {
  stands_.clear();
  for (std::uint32_t entry = ticket.entry; entry != nobody; entry = entries_[entry].next)
    stands_.push_back(entries_[entry].stand);
  return stands_;
}

std::uint32_t Desks::tier_of(const Ticket& ticket) {
  const Weight weight{
      .units = ticket.units,
      .interruptible = ticket.interruptible,
      .chat = roster_->any_tickets_only() && roster_->kind(ticket.kind).is_chat,
      .kind = roster_->any_kind_limits() || roster_->any_offers_limits() ? ticket.kind : ChannelKindId{}};
  const std::int64_t slope = roster_->sla(ticket.sla).slope_milli;
  for (std::uint32_t tier = 0; tier < tiers_.size(); ++tier)
    if (tiers_[tier].slope_milli == slope && weights_[tiers_[tier].weight] == weight) return tier;
  tiers_.push_back({weight_of(weight), slope});
  return static_cast<std::uint32_t>(tiers_.size() - 1);
}

std::uint32_t Desks::weight_of(const Weight& weight) {
  const auto known = std::ranges::find(weights_, weight);
  const auto number = static_cast<std::uint32_t>(known - weights_.begin());
  if (known != weights_.end()) return number;
  weights_.push_back(weight);
  for (Desk& desk : desks_) desk.crew.add_weight();
  for (std::uint32_t agent = 0; agent < roster_->agents().size(); ++agent) refresh(agent);
  return number;
}

std::uint32_t Desks::new_entry() {
  if (free_entries_.empty()) {
    entries_.grow();
    places_.emplace_back();
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }
  const std::uint32_t entry = free_entries_.back();
  free_entries_.pop_back();
  return entry;
}

void Desks::enqueue(std::uint32_t slot, Ticket& ticket, std::span<const Stand> stands) {
  const QueueKey key = key_of(ticket, *roster_);
  std::uint32_t before = nobody;
  for (const Stand& stand : stands) {
    const std::uint32_t entry = new_entry();
    entries_[entry] = {stand, nobody};
    Desk& desk = desks_[stand.pool];
    desk.classes.enter(stand.lane.need_class);
    desk.queue.resize(desk.classes.size(), static_cast<std::uint32_t>(tiers_.size()));
    desk.queue.push(stand.lane, {.key = key, .slot = entry, .ticket = slot, .number = 0}, places_);
    (before == nobody ? ticket.entry : entries_[before].next) = entry;
    before = entry;
  }
}

// The next ticket of a lane is most often one that has not been looked at for as long as it waits: it is fetched into
// the cache by the time it is served.
std::uint32_t Desks::dequeue(Ticket& ticket) {
  std::uint32_t next = nobody;
  for (std::uint32_t entry = ticket.entry; entry != nobody; entry = entries_[entry].next) {
    const Stand& stand = entries_[entry].stand;
    desks_[stand.pool].queue.erase(stand.lane, entry, places_);
    desks_[stand.pool].classes.leave(stand.lane.need_class);
    free_entries_.push_back(entry);
    const Waiting first = desks_[stand.pool].queue.first(stand.lane);
    if (first.key == after_all) continue;
    entries_.prefetch(first.slot);
    next = first.ticket;
  }
  ticket.entry = nobody;
  return next;
}

// --- agents

void Desks::refresh(std::uint32_t agent) {
  const RosterAgent& one = roster_->agents()[agent];
  const AgentState& standing = (*standings_)[one.id.number];
  common_.resize(weights_.size());
  passes_.resize(weights_.size());
  for (std::size_t weight = 0; weight < weights_.size(); ++weight)
    common_[weight] = passes_of(one, standing, weights_[weight]);
  Rank rank{load_of(ledger_->in_use(one.id) + Units{one.handling_share_milli}, one.limit), standing.last_assigned, 0};
  for (const Seat seat : one.seats) {
    rank.member = seat.member;
    const RosterGroup& group = roster_->groups()[roster_->pools()[seat.pool].group];
    const Passes status = group.receives[static_cast<std::size_t>(standing.status)] ? bit_of(Gate::status) : Passes{0};
    for (std::size_t weight = 0; weight < weights_.size(); ++weight)
      passes_[weight] = static_cast<Passes>(common_[weight] | status);
    desks_[seat.pool].crew.update(rank, passes_);
  }
}

Passes Desks::passes_of(const RosterAgent& agent, const AgentState& standing, const Weight& weight) const {
  unsigned passes = 0;
  const auto pass = [&](Gate gate, bool yes) { passes |= yes ? bit_of(gate) : 0U; };
  const Units after = ledger_->in_use(agent.id, weight.interruptible) + weight.units;
  const auto kind_limit = std::ranges::find(agent.kind_limits, weight.kind, &KindLimit::kind);
  pass(Gate::on_shift, standing.on_shift);
  pass(Gate::work_kind, !agent.tickets_only || !weight.chat);
  pass(Gate::room, after <= (weight.interruptible ? agent.interruptible_limit : agent.limit));
  pass(Gate::kind_room, !weight.kind || kind_limit == agent.kind_limits.end() ||
                            ledger_->tickets_of(agent.id, weight.kind) < kind_limit->most);
  pass(Gate::ready, !standing.paused && (standing.ramp_since == Instant{} || after <= standing.ramp_from));
  return static_cast<Passes>(passes);
}

void Desks::take_turn(std::uint32_t agent) {
  for (const Seat seat : roster_->agents()[agent].seats) desks_[seat.pool].crew.take_turn(seat.member);
}

void Desks::take_back_turn(std::uint32_t agent) {
  const RosterAgent& one = roster_->agents()[agent];
  const auto turn_of = [&](std::uint32_t index) { return (*standings_)[roster_->agents()[index].id.number].turn; };
  if (turn_of(agent) == 0) return;
  for (const Seat seat : one.seats) {
    Crew& crew = desks_[seat.pool].crew;
    if (crew.turn() == nobody || turn_of(roster_->pools()[seat.pool].members[crew.turn()]) < turn_of(agent))
      crew.take_turn(seat.member);
  }
}

// --- choices

Choice Desks::choose(const Ticket& ticket, std::span<const Stand> stands) {
  Choice wanted;
  const bool has_wish = prefer(ticket, stands, wanted);
  Choice choice, first;
  for (const Stand& stand : stands) {
    if (has_wish && stand.pool != wanted.pool) continue;
    choice = {};
    ask(stand, choice);
    if (choice.winner != nobody) break;
    if (first.pool == nobody) first = choice;
  }
  if (choice.winner == nobody) return first;
  if (!has_wish) return choice;
  choice.preferred = true;
  if (choice.winner != wanted.winner) choice.runner_up = choice.winner;
  choice.winner = wanted.winner;
  return choice;
}

void Desks::ask(const Stand& stand, Choice& choice) {
  const Desk& desk = desks_[stand.pool];
  const std::uint32_t weight = tiers_[stand.lane.tier].weight;
  choice.pool = stand.pool;
  choice.group_full = !has_room(stand.pool, weight);
  engine::choose({.crew = desk.crew,
                  .classes = desk.classes,
                  .roster = *roster_,
                  .pool = stand.pool,
                  .need_class = stand.lane.need_class,
                  .weight = weight,
                  .strategy = stand.strategy},
                 candidates_, choice);
}

/// The first of the preferred agents who may take it.
bool Desks::prefer(const Ticket& ticket, std::span<const Stand> stands, Choice& choice) const {
  const auto try_one = [&](AgentId id) {
    const auto agent = roster_->find(id);
    if (!agent) return false;
    for (const Stand& stand : stands)
      for (const Seat seat : roster_->agents()[*agent].seats) {
        const std::uint32_t weight = tiers_[stand.lane.tier].weight;
        const Desk& desk = desks_[stand.pool];
        if (seat.pool != stand.pool || !is_free(desk.crew, desk.classes, stand.lane.need_class, weight, seat.member) ||
            !has_room(stand.pool, weight))
          continue;
        choice.pool = stand.pool;
        choice.winner = seat.member;
        return true;
      }
    return false;
  };
  for (const AgentId id : step_of(ticket, *roster_).prefer)
    if (try_one(id)) return true;
  for (const AgentId id : ticket.rare().preferred)
    if (try_one(id)) return true;
  return false;
}

bool Desks::has_room(std::uint32_t group, Units units, bool offered) const {
  const RosterGroup& one = roster_->groups()[group];
  if (one.limit && ledger_->in_use(one.id) + units > *one.limit) return false;
  return !offered || !one.offers_limit || ledger_->offers(one.id) < *one.offers_limit;
}

bool Desks::has_room(std::uint32_t pool, std::uint32_t weight) const {
  const std::uint32_t group = roster_->pools()[pool].group;
  const Weight& one = weights_[weight];
  return has_room(group, one.units, one.kind && is_offered(one.kind, group, *roster_));
}

bool Desks::is_takeable(std::uint32_t pool, Lane lane) const {
  const Desk& desk = desks_[pool];
  const std::uint32_t weight = tiers_[lane.tier].weight;
  return has_room(pool, weight) && is_anyone_free(desk.crew, desk.classes, lane.need_class, weight);
}

bool Desks::could_anyone(std::span<const Stand> stands) const {
  for (const Stand& stand : stands) {
    const Desk& desk = desks_[stand.pool];
    const auto skilled = desk.classes.skilled(stand.lane.need_class).words();
    const auto on_shift = desk.crew.passing(Gate::on_shift, tiers_[stand.lane.tier].weight);
    for (std::size_t i = 0; i < skilled.size(); ++i)
      if ((skilled[i] & on_shift[i]) != 0) return true;
  }
  return false;
}

std::vector<std::uint32_t> Desks::left_alone_by(std::uint32_t agent) const {
  std::vector<std::uint32_t> tickets;
  for (const Seat seat : roster_->agents()[agent].seats) {
    const Desk& desk = desks_[seat.pool];
    desk.queue.for_each_lane([&](Lane lane) {
      const Stand stand{seat.pool, lane, {}};
      if (!desk.classes.skilled(lane.need_class).contains(seat.member) || could_anyone(std::span(&stand, 1))) return;
      desk.queue.for_each_in(lane, [&](const Waiting& one) { tickets.push_back(one.ticket); });
    });
  }
  return tickets;
}

bool Desks::could_take(std::uint32_t agent, std::span<const Stand> stands) const {
  const RosterAgent& one = roster_->agents()[agent];
  if (!(*standings_)[one.id.number].on_shift) return false;
  for (const Stand& stand : stands)
    for (const Seat seat : one.seats)
      if (seat.pool == stand.pool && desks_[seat.pool].classes.skilled(stand.lane.need_class).contains(seat.member))
        return true;
  return false;
}

bool Desks::were_all_tried(std::span<const Stand> stands) const {
  for (const Stand& stand : stands) {
    const NeedClasses& classes = desks_[stand.pool].classes;
    const auto skilled = classes.skilled(stand.lane.need_class).words(),
               tried = classes.tried(stand.lane.need_class).words();
    for (std::size_t i = 0; i < skilled.size(); ++i)
      if ((skilled[i] & ~(tried.empty() ? Bits::Word{0} : tried[i])) != 0) return false;
  }
  return true;
}

// --- waiting tickets

Head Desks::head(std::uint32_t pool, Lane lane, Instant at) const {
  const Waiting first = desks_[pool].queue.first(lane);
  if (first.key == after_all) return {};
  return {across_slopes(first.key, tiers_[lane.tier].slope_milli, at), first.ticket, pool, lane};
}

std::vector<Head> Desks::heads(Instant at) const {
  std::vector<Head> all;
  for (std::uint32_t pool = 0; pool < desks_.size(); ++pool)
    desks_[pool].queue.for_each_lane([&](Lane lane) { all.push_back(head(pool, lane, at)); });
  return all;
}

void Desks::improve(Head& best, std::uint32_t pool, std::uint32_t tier, std::span<const Bits::Word> classes,
                    Instant at) const {
  const QueueKey bound = within_slope(best.rank, tiers_[tier].slope_milli, at);
  const Queue::Best found = desks_[pool].queue.best(tier, classes, bound);
  if (found.key < bound) best = head(pool, found.lane, at);
}

void Desks::improve_for_agent(std::uint32_t agent, Instant at, Head& best) const {
  for (const Seat seat : roster_->agents()[agent].seats) {
    const Desk& desk = desks_[seat.pool];
    if (desk.queue.waiting() == 0) continue;
    for (std::uint32_t tier = 0; tier < tiers_.size(); ++tier)
      if (!desk.queue.is_empty(tier) && desk.crew.may_take(seat.member, tiers_[tier].weight) &&
          has_room(seat.pool, tiers_[tier].weight))
        improve(best, seat.pool, tier, desk.classes.open_to(seat.member), at);
  }
}

void Desks::improve_for_group(const FreedGroup& freed, Instant at, Head& best) const {
  const RosterGroup& group = roster_->groups()[freed.group];
  if (!group.limit && !group.offers_limit) return;
  for (const std::uint32_t pool : group.pools)
    for (std::uint32_t tier = 0; tier < tiers_.size(); ++tier) {
      const std::uint32_t weight = tiers_[tier].weight;
      const bool was_full = (group.limit && freed.held_before + weights_[weight].units > *group.limit) ||
                            (group.offers_limit && freed.offers_before >= *group.offers_limit);
      if (was_full && has_room(pool, weight)) look_for_anyone(pool, tier, at, best);
    }
}

// With a limit that was full, members are usually free, so the first ticket is. Else each free member is asked; the
// bound that the first of them set makes the others' searches short.
void Desks::look_for_anyone(std::uint32_t pool, std::uint32_t tier, Instant at, Head& best) const {
  const Desk& desk = desks_[pool];
  const QueueKey bound = within_slope(best.rank, tiers_[tier].slope_milli, at);
  const Queue::Best first = desk.queue.best(tier, bound);
  if (first.key >= bound) return;
  if (is_takeable(pool, first.lane)) {
    best = head(pool, first.lane, at);
    return;
  }
  const auto free = desk.crew.free(tiers_[tier].weight);
  for (std::size_t i = 0; i < free.size(); ++i)
    for_each_bit(free[i], i,
                 [&](std::uint32_t member) { improve(best, pool, tier, desk.classes.open_to(member), at); });
}

}  // namespace switchroom::engine
