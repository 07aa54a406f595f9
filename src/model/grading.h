#pragma once
// The arithmetic of grading, free of records and catalogues. computed.h applies it to fields.
// Every parameter the sources do not prove stays a parameter: nothing unverified is compiled in
// except as a default the caller can see.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace lp::model {

// --- Telecom network units: three factors (YD/T 1729-2008 and successors) -------------------
// x = α·2^I + β·2^V + γ·2^R with α+β+γ = 1; grade from log2 x.
enum class Rounding {
  round_int,     // half up to a whole number
  round1_bands,  // half up to one decimal, then bands
};
struct ThreeFactorMethod {
  std::array<double, 3> weights{1.0 / 3, 1.0 / 3, 1.0 / 3};
  Rounding rounding = Rounding::round_int;
  std::array<double, 4> bands{1.5, 2.5, 3.5, 4.5};  // the lowest value of grades 2, 3, 4, 5
};
struct ThreeFactorGrade {
  double log2x = 0;
  double rounded = 0;  // what the grade was read from: whole, or one decimal
  int grade = 0;       // 1..5
};
// Social influence, scale and coverage, importance of the service: each 1..5 (LP_CHECKed).
// The two roundings differ for (1,5,5), (5,1,5), (5,5,1) only, at equal weights: 4.459 is 4 or,
// by way of 4.5, 5.
ThreeFactorGrade grade_three_factors(int impact, int scale, int importance, const ThreeFactorMethod& method = {});
// Weights ≥ 0 that add up to 1 within 0.001 (1/3 typed as 0.333 passes); they are scaled to add up exactly.
Result<std::array<double, 3>> check_weights(const std::array<double, 3>& weights);

// --- Connected-vehicle platforms: the same factors, lifted by what the platform can do ----------
struct VehicleMethod {
  ThreeFactorMethod factors;
  int remote_control_floor = 4;            // remote control or OTA: safety relevant
  std::vector<double> vehicle_steps;       // connected vehicles from which scale is at least 2, 3, 4, 5
};
struct VehicleGrade {
  ThreeFactorGrade result;
  int scale = 0, importance = 0;           // after lifting
};
VehicleGrade grade_vehicle(int impact, int scale, int importance, bool remote_control, std::optional<double> vehicles,
                           const VehicleMethod& method = {});

// --- Classified protection (等保), GB/T 22240-2020 ----------------------------------------------
// The published matrix: object persons | public | state × degree general | serious | severe. 0 = unknown code.
int djbh_level(const std::string& object, const std::string& degree);

// --- Industrial internet enterprises ------------------------------------------------------------
// Σ w·s over scores 0..100, rounded half up to two decimals. LP_CHECKs equal lengths.
double industrial_score(const std::vector<double>& scores, const std::vector<double>& weights);
// Bands [t1, t2]: below t1 grade 1, below t2 grade 2, else 3 (any number of bands).
int industrial_grade(double score, const std::vector<double>& bands);

}  // namespace lp::model
