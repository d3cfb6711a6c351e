#pragma once

#include "shop/fitted.h"

// What was assumed where no log says, and what was set so that the published ratios come out.
// docs/shop-simulator.md lists every line of this file.
namespace usher::shop::behaviour {

// A visit with intent to buy ends in an order. Set so that views per order meet
// fitted::kViewsPerOrder; buying visits see a little more than the measured mean.
inline constexpr double kBuyingVisits = 5.86 / fitted::kViewsPerOrder;
// Of the other visits, those in which something is put into the cart and left there. Set so that
// additions per order meet fitted::kAddsPerOrder.
inline constexpr double kFillingVisits = 0.071;
inline constexpr double kSecondProduct = 0.2;  // of those put two products into the cart
inline constexpr double kRemovals = 0.15;      // of those take one out again
inline constexpr double kCheckoutLeft = 0.25;  // of those start the checkout and leave
inline constexpr double kCartSeen = 0.6;       // visits without an order look at a filled cart
inline constexpr int kCartDays = 14;           // an untouched cart is emptied after so many days

inline constexpr double kSameProduct = 0.3;  // views that return to one of the last two products
inline constexpr double kWished = 0.01;      // views that end on the wish list
inline constexpr double kAppVisits = 0.6;    // visits through the app, of those who have it
inline constexpr double kSignUps = 0.5;      // anonymous visits without an order that sign up

inline constexpr double kPauseSecondsMin = 0.5;
inline constexpr double kPauseSecondsMax = 1790;  // a pause of 30 minutes would end the visit
inline constexpr double kReorderSecondsMax = 8;   // between additions from a list, without views

}  // namespace usher::shop::behaviour
