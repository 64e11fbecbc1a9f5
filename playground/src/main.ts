import { Playground } from "./playground.js";
import { setUpTabs } from "./view/tabs.js";

setUpTabs();
void new Playground().start();
